"""Addresses of the posts of the life cycle and of adults: codes and numbers only."""

from django.urls import path

from guyub.apps.lifecycle.views import adult, posts, recap, session

app_name = "lifecycle"
urlpatterns = [
    path("ilp/hari/<int:pk>/", session.session, name="session"),
    path("ilp/hari/<int:pk>/simpan/", session.save, name="save"),
    path("ilp/hari/<int:pk>/cari/", session.find, name="find"),
    path("ilp/hari/<int:pk>/tutup/", session.close, name="close"),
    path("ilp/hari/<int:pk>/buka-lagi/", session.reopen, name="reopen"),
    path("ilp/<str:code>/", posts.posts, name="posts"),
    path("ilp/<str:code>/<int:pk>/buka/", posts.begin, name="begin"),
    path("ilp/<str:code>/rekap/", recap.recap, name="recap"),
    path("ilp/<str:code>/rekap.<str:fmt>", recap.recap_file, name="recap_file"),
    path("dewasa/orang/<str:person_code>/", adult.adult, name="adult"),
    path("dewasa/orang/<str:person_code>/periksa/", adult.check, name="check"),
    path("dewasa/orang/<str:person_code>/periksa/<int:pk>/", adult.correct, name="correct"),
    path("dewasa/orang/<str:person_code>/rujuk/", adult.send, name="refer"),
    path("dewasa/orang/<str:person_code>/rujukan/<int:pk>/", adult.answer, name="answer"),
    path("dewasa/<str:code>/", adult.adults, name="adults"),
    path("dewasa/<str:code>/daftar/<slug:name>/", adult.adults, name="adults_of"),
]
