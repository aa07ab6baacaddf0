from django.apps import AppConfig


class LoginsConfig(AppConfig):
    name = "muster.logins"
