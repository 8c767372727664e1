"""Addresses of the ministry's programmes: codes and numbers only."""

from django.urls import path

from guyub.apps.quickwins.views import day_cares, fostering, report

app_name = "quickwins"
urlpatterns = [
    path("program-nasional/bantuan/<int:pk>/", fostering.aid, name="aid"),
    path("program-nasional/bantuan/<int:pk>/serah/", fostering.deliver, name="deliver"),
    path("program-nasional/bantuan/<int:pk>/akhir/", fostering.end, name="end"),
    path("program-nasional/<str:code>/", fostering.fostering, name="fostering"),
    path("program-nasional/<str:code>/berkas/", fostering.file, name="file"),
    path("program-nasional/<str:code>/orang-tua-asuh/", fostering.donor, name="donor"),
    path("program-nasional/<str:code>/keluarga/<str:family_code>/", fostering.begin, name="begin"),
    path("program-nasional/<str:code>/laporan/", report.report, name="report"),
    path("program-nasional/<str:code>/laporan.xlsx", report.report_file, name="report_file"),
    path("program-nasional/<str:code>/gati/", report.activity, name="activity"),
    path("program-nasional/<str:code>/tamasya/", day_cares.day_cares, name="day_cares"),
    path("program-nasional/<str:code>/tamasya/catat/", day_cares.note, name="note_day_care"),
    path("program-nasional/<str:code>/tamasya/<int:pk>/anak/", day_cares.find, name="find_child"),
    path("program-nasional/<str:code>/tamasya/<int:pk>/anak/<str:person_code>/", day_cares.begin, name="enrol"),
    path("program-nasional/<str:code>/tamasya/selesai/<int:pk>/", day_cares.end, name="leave"),
]
