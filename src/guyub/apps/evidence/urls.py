"""Addresses of proofs: codes of villages, numbers of proofs and files."""

from django.urls import path

from guyub.apps.evidence.views import checking, files, proofs, sending

app_name = "evidence"
urlpatterns = [
    path("bukti/periksa/", checking.queue, name="queue"),
    path("bukti/<str:code>/", proofs.board, name="board"),
    path("bukti/<str:code>/tambah/", proofs.add, name="add"),
    path("bukti/<str:code>/<int:pk>/", proofs.proof, name="proof"),
    path("bukti/<str:code>/<int:pk>/ubah/", proofs.change, name="change"),
    path("bukti/<str:code>/<int:pk>/putuskan/", checking.decide, name="decide"),
    path("bukti/<str:code>/<int:pk>/berkas/", files.attach, name="attach"),
    path("bukti/<str:code>/<int:pk>/berkas/<int:file>/", files.download, name="download"),
    path("bukti/<str:code>/<int:pk>/berkas/<int:file>/lihat/", files.look, name="look"),
    path("bukti/<str:code>/<int:pk>/berkas/<int:file>/lepas/", files.take_off, name="take_off"),
    path("bukti/<str:code>/<int:pk>/kirim/", sending.start, name="start"),
    path("bukti/<str:code>/<int:pk>/kirim/<uuid:key>/", sending.part, name="part"),
    path("bukti/<str:code>/<int:pk>/kirim/<uuid:key>/selesai/", sending.finish, name="finish"),
]
