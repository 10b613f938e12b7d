"""
Passes TCP connections on and counts their octets: a process of its own, in another language, so that it shares nothing with what it checks.

Arguments: HOST:PORT of each server. It listens at the same address on a free port for each, and prints those as a JSON list. For each line on
stdin it prints {"up", "down", "connections", "open"}: octets from and to the clients, over all connections. It ends with its stdin.
"""
import json
import socket
import sys
import threading

lock = threading.Lock()
seen = {"up": 0, "down": 0, "connections": 0, "open": 0}


def carry(source, target, direction):
    try:
        while chunk := source.recv(65536):
            target.sendall(chunk)
            with lock:
                seen[direction] += len(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve(client, server):
    ways = [
        threading.Thread(target=carry, args=(client, server, "up"), daemon=True),
        threading.Thread(target=carry, args=(server, client, "down"), daemon=True),
    ]
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    client.close()
    server.close()
    with lock:
        seen["open"] -= 1


def listen(at, host, port):
    while True:
        client, _ = at.accept()
        with lock:
            seen["connections"] += 1
            seen["open"] += 1
        server = socket.create_connection((host, port))
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client, server), daemon=True).start()


ports = []
for server in sys.argv[1:]:
    host, _, port = server.rpartition(":")
    at = socket.create_server((host, 0), backlog=50)
    ports.append(at.getsockname()[1])
    threading.Thread(target=listen, args=(at, host, int(port)), daemon=True).start()
print(json.dumps(ports), flush=True)
for _ in sys.stdin:
    with lock:
        print(json.dumps(seen), flush=True)
