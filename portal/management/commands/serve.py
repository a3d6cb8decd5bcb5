import argparse
import socket
from typing import Any

import uvicorn
from django.core.management.base import BaseCommand

from portal.config.attached import end_with_parent


class Command(BaseCommand):
    help = "Serves the pages to `up`, on the port it has taken. A deployment runs gunicorn and uvicorn itself."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--door", type=int, required=True, help="the number of the inherited socket")
        parser.add_argument("--attached", action="store_true", help="end when standard input closes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["attached"]:
            end_with_parent()
        config = uvicorn.Config(
            "portal.config.asgi:application",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # nobody stands in front here, so nobody may say who is calling
            timeout_graceful_shutdown=10,
            lifespan="off",
            ws="websockets-sansio",
            ws_max_size=65_536,
            ws_max_queue=8,
            ws_per_message_deflate=False,
        )
        config.load()  # before the loop: the question about the role is a blocking one
        uvicorn.Server(config).run(sockets=[socket.socket(fileno=options["door"])])
