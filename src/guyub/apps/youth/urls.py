"""Addresses of young people: codes and numbers only."""

from django.urls import path

from guyub.apps.youth.views import check, counselling, figures, lists, person, post, referral

app_name = "youth"
urlpatterns = [
    path("remaja/orang/<str:person_code>/", person.young_person, name="person"),
    path("remaja/orang/<str:person_code>/periksa/", check.check, name="check"),
    path("remaja/orang/<str:person_code>/periksa/<int:pk>/", check.correct, name="correct"),
    path("remaja/orang/<str:person_code>/rujuk/", referral.send, name="refer"),
    path("remaja/orang/<str:person_code>/rujukan/<int:pk>/", referral.answer, name="answer"),
    path("remaja/orang/<str:person_code>/konseling/", counselling.counselling, name="counselling"),
    path("remaja/orang/<str:person_code>/konseling/<int:pk>/", counselling.correct, name="correct_interview"),
    path("remaja/pos/<int:pk>/", post.post, name="post"),
    path("remaja/<str:code>/", lists.young, name="young"),
    path("remaja/<str:code>/daftar/<slug:name>/", lists.young, name="young_of"),
    path("remaja/<str:code>/cari/", lists.find, name="find"),
    path("remaja/<str:code>/konseling/", counselling.follow_ups, name="follow_ups"),
    path("remaja/<str:code>/angka/", figures.figures, name="figures"),
]
