"""Pages for everybody, open data, and the readiness of a village for those who work there."""

from django.urls import path

from guyub.apps.publication.views import league, open_data, pictures, readiness

app_name = "publication"
urlpatterns = [
    path("wilayah/<str:code>/jarak/", league.league, name="league"),
    path("data-terbuka/<str:code>/kelas.csv", open_data.table, name="open_data"),
    path("data-terbuka/<str:code>/kelas.json", open_data.metadata, name="open_data_about"),
    path("foto-publik/<int:pk>/", pictures.picture, name="picture"),
    path("desa/<str:code>/kesiapan/", readiness.readiness, name="readiness"),
]
