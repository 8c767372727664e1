"""Addresses of posyandu and of children's growth: codes and numbers only."""

from django.urls import path

from guyub.apps.growth import urls_eppgbm
from guyub.apps.growth.views import book, care, child, dashboard, day, lists, posyandu, report

app_name = "growth"
urlpatterns = [
    path("posyandu/hari/<int:pk>/", day.day, name="day"),
    path("posyandu/hari/<int:pk>/simpan/", day.save, name="save"),
    path("posyandu/hari/<int:pk>/tutup/", day.close, name="close_day"),
    path("posyandu/hari/<int:pk>/buka-lagi/", day.reopen, name="reopen_day"),
    path("posyandu/<str:code>/", posyandu.posyandu, name="posyandu"),
    path("posyandu/<str:code>/daftar/", posyandu.register, name="register_posyandu"),
    path("posyandu/<str:code>/<int:pk>/buka/", posyandu.begin, name="open_day"),
    path("posyandu/<str:code>/<int:pk>/buku/", book.book, name="book"),
    path("posyandu/<str:code>/skdn/", report.skdn, name="skdn"),
    path("posyandu/<str:code>/skdn.<str:fmt>", report.skdn_file, name="skdn_file"),
    path("gizi/<str:code>/", dashboard.region, name="dashboard"),
    path("gizi/<str:code>/tabel.<str:fmt>", dashboard.region_file, name="dashboard_file"),
    path("anak/daftar/<str:code>/", lists.children, name="children"),
    path("anak/daftar/<str:code>/<slug:name>/", lists.children, name="children_of"),
    path("anak/<str:person_code>/", child.child, name="child"),
    path("anak/<str:person_code>/rujuk/", lists.refer, name="refer"),
    path("anak/<str:person_code>/rujukan/<int:pk>/", lists.answer, name="answer"),
    path("anak/<str:person_code>/perbaiki/<int:pk>/", child.correct, name="correct"),
    path("anak/<str:person_code>/tanda/<slug:kind>/", care.mark, name="mark"),
    path("anak/<str:person_code>/tanda/<int:pk>/batal/", care.withdraw, name="withdraw_mark"),
    *urls_eppgbm.urlpatterns,
]
