from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "muster.bulletins"
