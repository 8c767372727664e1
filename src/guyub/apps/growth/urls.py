"""Addresses of posyandu and of children's growth: codes and numbers only."""

from django.urls import path

from guyub.apps.growth.views import child, lists, report

app_name = "growth"
urlpatterns = [
    path("posyandu/<str:code>/skdn/", report.skdn, name="skdn"),
    path("posyandu/<str:code>/skdn.<str:fmt>", report.skdn_file, name="skdn_file"),
    path("anak/daftar/<str:code>/", lists.children, name="children"),
    path("anak/daftar/<str:code>/<slug:name>/", lists.children, name="children_of"),
    path("anak/<str:person_code>/", child.child, name="child"),
    path("anak/<str:person_code>/rujuk/", lists.refer, name="refer"),
    path("anak/<str:person_code>/rujukan/<int:pk>/", lists.answer, name="answer"),
    path("anak/<str:person_code>/perbaiki/<int:pk>/", child.correct, name="correct"),
]
