"""A road to a mail server that takes 2.5 ms each way: `python -m benchmarks._postal.proxy LISTEN SERVER SECONDS`.

Every piece is handed on so many seconds after it came, in order, however many are on the way. select() tells time
in microseconds where epoll rounds up to the next millisecond.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import sys


class Lane(asyncio.Protocol):
    """One direction's reading end; writes to `other` late."""

    def __init__(self, delay: float) -> None:
        self.delay, self.other, self.early = delay, None, []

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self.early.append(data)
        else:
            asyncio.get_running_loop().call_later(self.delay, self.other.transport.write, data)

    def connection_lost(self, _error: Exception | None) -> None:
        if self.other is not None:
            asyncio.get_running_loop().call_later(self.delay, self.other.transport.close)


class Entrance(Lane):
    """A client's connection: opens one to the server."""

    def __init__(self, delay: float, server: int) -> None:
        super().__init__(delay)
        self.server = server

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self.opening = asyncio.get_running_loop().create_task(self.open())

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        onward = Lane(self.delay)
        onward.other = self
        await loop.create_connection(lambda: onward, "127.0.0.1", self.server)
        self.other = onward
        for data in self.early:
            self.data_received(data)


async def serve(listen: int, server: int, delay: float) -> None:
    """Serve for ever."""
    loop = asyncio.get_running_loop()
    road = await loop.create_server(lambda: Entrance(delay, server), "127.0.0.1", listen)
    await road.serve_forever()


def main() -> None:
    listen, server, delay = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())) as runner:
        runner.run(serve(listen, server, delay))


if __name__ == "__main__":
    main()
