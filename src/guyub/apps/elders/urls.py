"""Addresses of elders: codes and numbers only."""

from django.urls import path

from guyub.apps.elders.views import care, elder, forms, lists, shares

app_name = "elders"
urlpatterns = [
    path("lansia/orang/<str:person_code>/", elder.elder, name="elder"),
    path("lansia/orang/<str:person_code>/skrining/<slug:form>/", forms.screen, name="screen"),
    path("lansia/orang/<str:person_code>/skrining/perbaiki/<int:pk>/", forms.correct_screen, name="correct_screen"),
    path("lansia/orang/<str:person_code>/periksa/", forms.check, name="check"),
    path("lansia/orang/<str:person_code>/periksa/<int:pk>/", forms.correct_check, name="correct_check"),
    path("lansia/orang/<str:person_code>/keadaan/", forms.situation, name="situation"),
    path("lansia/orang/<str:person_code>/rujuk/", elder.refer, name="refer"),
    path("lansia/orang/<str:person_code>/jawab/<int:pk>/", elder.answer, name="answer"),
    path("lansia/orang/<str:person_code>/pendampingan/", care.plan, name="plan"),
    path("lansia/orang/<str:person_code>/pendampingan/<int:pk>/kunjungan/", care.visit, name="visit"),
    path("lansia/orang/<str:person_code>/pendampingan/<int:pk>/akhir/", care.end, name="end"),
    path("lansia/<str:code>/", lists.elders, name="elders"),
    path("lansia/<str:code>/keadaan/", shares.shares, name="shares"),
    path("lansia/<str:code>/keadaan.<str:fmt>", shares.shares_file, name="shares_file"),
    path("lansia/<str:code>/<slug:name>/", lists.elders, name="elders_of"),
    path("lansia/<str:code>/<slug:name>/unduh/", lists.export, name="export"),
]
