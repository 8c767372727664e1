"""Addresses of supplementary food and of the kitchen: codes and numbers only."""

from django.urls import path

from guyub.apps.nutrition.views import days, kitchen, lists, report, rounds, visits

app_name = "nutrition"
urlpatterns = [
    path("gizi-tambahan/putaran/<int:pk>/", rounds.round_page, name="round"),
    path("gizi-tambahan/putaran/<int:pk>/porsi/", rounds.serve, name="serve"),
    path("gizi-tambahan/putaran/<int:pk>/akhiri/", rounds.end, name="end"),
    path("gizi-tambahan/putaran/<int:pk>/kunjungan/", visits.visit, name="visit"),
    path("gizi-tambahan/mulai/<str:person_code>/", rounds.begin, name="begin"),
    path("gizi-tambahan/<str:code>/", lists.running, name="rounds"),
    path("gizi-tambahan/<str:code>/calon/", lists.candidates, name="candidates"),
    path("gizi-tambahan/<str:code>/selesai/", lists.ended, name="ended"),
    path("dapur/hari/<int:pk>/", days.day, name="kitchen_day"),
    path("dapur/hari/<int:pk>/simpan/", days.save, name="save_portion"),
    path("dapur/hari/<int:pk>/porsi/", days.portions, name="save_portions"),
    path("dapur/hari/<int:pk>/keterangan/", days.describe, name="describe_kitchen"),
    path("dapur/hari/<int:pk>/tutup/", days.close, name="close_kitchen"),
    path("dapur/hari/<int:pk>/buka/", days.reopen, name="reopen_kitchen"),
    path("dapur/<str:code>/", kitchen.week, name="kitchen"),
    path("dapur/<str:code>/menu/<int:pk>.<str:fmt>", kitchen.week_file, name="week_file"),
    path("dapur/<str:code>/hari/", days.begin, name="open_kitchen"),
    path("dapur/<str:code>/laporan/", report.month, name="report"),
    path("dapur/<str:code>/laporan/<slug:kind>.<str:fmt>", report.month_file, name="month_file"),
    path("dapur/<str:code>/harga/", kitchen.prices, name="prices"),
    path("dapur/<str:code>/penerima/", kitchen.eaters, name="guests"),
    path("dapur/<str:code>/penerima/<int:pk>/", kitchen.eater, name="guest"),
    path("dapur/<str:code>/penerima/<int:pk>/akhiri/", kitchen.end, name="end_guest"),
]
