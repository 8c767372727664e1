"""Files of people: import and export."""

from django.urls import path

from guyub.apps.intake.people_files.views import exports, imports

app_name = "people_files"
urlpatterns = [
    path("contoh/<str:layout>.csv", imports.example, name="example"),
    path("impor/<uuid:pk>/", imports.run, name="run"),
    path("impor/<uuid:pk>/kolom/", imports.choose_columns, name="columns"),
    path("impor/<uuid:pk>/bentuk/", imports.choose_layout, name="layout"),
    path("impor/<uuid:pk>/kemajuan/", imports.progress_bar, name="progress"),
    path("impor/<uuid:pk>/putuskan/", imports.decide, name="decide"),
    path("impor/<uuid:pk>/perbaikan.xlsx", imports.error_workbook, name="errors"),
    path("impor/<uuid:pk>/masalah.csv", imports.problems, name="problems"),
    path("<str:code>/", imports.upload, name="upload"),
    path("<str:code>/ekspor/", exports.export, name="export"),
]
