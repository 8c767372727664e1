"""Addresses of schooling: codes and numbers only."""

from django.urls import path

from guyub.apps.schooling.views import aid, child, lists, steps

app_name = "schooling"
urlpatterns = [
    path("sekolah/anak/<str:person_code>/", child.child, name="child"),
    path("sekolah/anak/<str:person_code>/langkah/", steps.record, name="step"),
    path("sekolah/anak/<str:person_code>/langkah/<int:pk>/", steps.correct, name="correct_step"),
    path("sekolah/anak/<str:person_code>/bantuan/", aid.record, name="aid"),
    path("sekolah/anak/<str:person_code>/bantuan/<int:pk>/", aid.correct, name="correct_aid"),
    path("sekolah/<str:code>/", lists.children, name="children"),
    path("sekolah/<str:code>/daftar/<slug:name>/", lists.children, name="children_of"),
    path("sekolah/<str:code>/cari/", lists.find, name="find"),
    path("sekolah/<str:code>/berkas/", lists.file, name="file"),
]
