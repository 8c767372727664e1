"""Addresses of mothers: codes and numbers only."""

from django.urls import path

from guyub.apps.mothers.views import birth, check, lists, mother

app_name = "mothers"
urlpatterns = [
    path("ibu/daftar/<str:code>/", lists.mothers, name="mothers"),
    path("ibu/daftar/<str:code>/<slug:name>/", lists.mothers, name="mothers_of"),
    path("ibu/cari/<str:code>/", lists.find, name="find"),
    path("ibu/anak/<str:person_code>/", birth.birth_of, name="birth_of"),
    path("ibu/<str:person_code>/", mother.mother, name="mother"),
    path("ibu/<str:person_code>/hamil/", mother.note, name="note"),
    path("ibu/<str:person_code>/akhir/<int:pk>/", mother.end, name="end"),
    path("ibu/<str:person_code>/periksa/", check.check, name="check"),
    path("ibu/<str:person_code>/periksa/<int:pk>/", check.correct, name="correct"),
    path("ibu/<str:person_code>/lahir/<int:pk>/", birth.birth, name="birth"),
    path("ibu/<str:person_code>/kelahiran/<int:pk>/", birth.correct, name="correct_birth"),
    path("ibu/<str:person_code>/kelahiran/<int:pk>/anak/", birth.name, name="name_child"),
]
