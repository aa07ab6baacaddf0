from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "muster.calls"
