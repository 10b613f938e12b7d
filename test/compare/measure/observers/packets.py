"""
What the kernel sent over the loopback interface: the octets of each TCP connection, from the sequence numbers of the packets that open and end it
(RFC 9293, section 3.4: the difference is what was sent, and one for SYN). Nothing lies between this and the very sockets that are measured.

Prints a line when it listens. For each line on stdin, a JSON list of ports, it prints {"up", "down", "connections", "open"} of all connections to
these ports so far; up is towards the port. It ends with its stdin. Needs CAP_NET_RAW.
"""
import ctypes
import json
import select
import socket
import struct
import sys

SO_ATTACH_FILTER = 26
FIN, SYN, RST, ACK = 1, 2, 4, 16


class Flow:
    """One direction of one connection."""

    def __init__(self, isn):
        self.isn = isn
        self.octets = None


def only_begin_and_end(tap):
    """TCP packets with FIN, SYN or RST: few enough that none is missed. Classic BPF, offsets from the IP header."""
    program = [
        (0x30, 0, 0, 9),  # the protocol
        (0x15, 0, 4, 6),  # is TCP
        (0xB1, 0, 0, 0),  # the length of the IP header
        (0x50, 0, 0, 13),  # the flags of TCP
        (0x45, 0, 1, FIN | SYN | RST),
        (0x06, 0, 0, 0xFFFF),
        (0x06, 0, 0, 0),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in program))
    tap.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(program), ctypes.addressof(code)))


def between(first, last):
    return (last - first) % 2**32


flows = {}
over = []


def hear(packet):
    header = (packet[0] & 15) * 4
    length = struct.unpack("!H", packet[2:4])[0]
    source, target = packet[12:16], packet[16:20]
    sport, dport, seq, ack, offset, flags = struct.unpack("!HHIIBB", packet[header : header + 14])
    octets = length - header - (offset >> 4) * 4
    this, other = (source, sport, target, dport), (target, dport, source, sport)
    if flags & SYN:
        known = flows.get(this)
        if known and known.isn != seq:
            over.append((this, known))
        if not known or known.isn != seq:
            flows[this] = Flow(seq)
        return
    flow, back = flows.get(this), flows.get(other)
    if flow and flow.octets is None:
        # A reset stands behind all that was sent.
        flow.octets = between(flow.isn + 1, seq + octets)
    if flags & RST and flags & ACK and back and back.octets is None:
        back.octets = between(back.isn + 1, ack)


def totals(ports):
    seen = {"up": 0, "down": 0, "connections": 0, "open": 0}
    for (_, sport, _, dport), flow in over + list(flows.items()):
        if dport in ports:
            seen["connections"] += 1
            seen["up"] += flow.octets or 0
            seen["open"] += flow.octets is None
        elif sport in ports:
            seen["down"] += flow.octets or 0
            seen["open"] += flow.octets is None
    return seen


tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
only_begin_and_end(tap)
tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
tap.bind(("lo", 0x0800))
tap.setblocking(False)
print("listening", flush=True)
asked = sys.stdin.fileno()
while True:
    ready, _, _ = select.select([tap, asked], [], [])
    try:
        while True:
            hear(tap.recv(65535))
    except BlockingIOError:
        pass
    if asked in ready:
        line = sys.stdin.readline()
        if not line:
            break
        print(json.dumps(totals(set(json.loads(line)))), flush=True)
