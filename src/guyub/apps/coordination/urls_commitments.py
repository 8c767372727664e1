"""Addresses of commitments, of an office's inbox, and of answer links."""

from django.urls import path

from guyub.apps.coordination.views import answers, by_link, commitments, inbox

app_name = "commitments"
urlpatterns = [
    path("kotak-opd/", inbox.inbox, name="inbox"),
    path("jawab/", by_link.by_link, name="by_link"),
    path("jawab/<str:token>/", by_link.open_link, name="open_link"),
    path("janji/wilayah/<str:code>/", commitments.of_region, name="region"),
    path("janji/wilayah/<str:code>/minta/", commitments.propose, name="propose"),
    path("janji/wilayah/<str:code>/rapor/", commitments.scorecard, name="scorecard"),
    path("janji/<int:pk>/", commitments.one, name="one"),
    path("janji/<int:pk>/terima/", answers.accept, name="accept"),
    path("janji/<int:pk>/tolak/", answers.refuse, name="refuse"),
    path("janji/<int:pk>/mulai/", answers.start, name="start"),
    path("janji/<int:pk>/lapor/", answers.report, name="report"),
    path("janji/<int:pk>/serahkan/", answers.deliver, name="deliver"),
    path("janji/<int:pk>/sahkan/", answers.verify, name="verify"),
    path("janji/<int:pk>/kembalikan/", answers.send_back, name="send_back"),
    path("janji/<int:pk>/tanggal/", answers.change_due, name="change_due"),
    path("janji/<int:pk>/ingatkan/", answers.copied, name="copied"),
    path("janji/<int:pk>/tautan/", answers.make_link, name="make_link"),
    path("janji/<int:pk>/tautan/<int:link>/cabut/", answers.revoke_link, name="revoke_link"),
]
