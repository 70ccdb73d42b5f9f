#!/usr/bin/env python3
"""Passes TCP on to another port of this machine, as if it were far away: every byte arrives half a round trip later, and a
new connection costs one round trip before its first byte leaves. Prints the port that it listens on.

usage: delay-proxy.py PORT MILLISECONDS-PER-ROUND-TRIP
"""

import asyncio, sys

PORT, HALF = int(sys.argv[1]), int(sys.argv[2]) / 2000


async def read(reader, queue):
    loop = asyncio.get_running_loop()
    try:
        while data := await reader.read(256 * 1024):
            await queue.put((loop.time() + HALF, data))
    except OSError:
        pass
    await queue.put((loop.time() + HALF, None))


async def write(queue, writer):
    loop = asyncio.get_running_loop()
    while True:
        due, data = await queue.get()
        await asyncio.sleep(max(0, due - loop.time()))
        if data is None:
            break
        try:
            writer.write(data)
            await writer.drain()
        except OSError:
            break
    writer.close()


async def passed(client_in, client_out):
    await asyncio.sleep(2 * HALF)
    server_in, server_out = await asyncio.open_connection("127.0.0.1", PORT)
    there, back = asyncio.Queue(1000), asyncio.Queue(1000)
    await asyncio.gather(read(client_in, there), write(there, server_out), read(server_in, back), write(back, client_out))


async def main():
    server = await asyncio.start_server(passed, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
