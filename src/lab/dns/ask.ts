/** One question to one name server over UDP, and over TCP where the answer was too long. RFC 1035 §4.2, RFC 7766 §5. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import type { Place } from '../places/places.ts';
import { EDNS_OCTETS } from './limits.ts';
import { claim, type OwnQuestions } from './own.ts';
import { lower, type RecordType } from './records.ts';

export interface Question {
  readonly name: string;
  readonly type: RecordType;
}

export interface Reached {
  readonly packet: DecodedPacket;
  readonly overTcp: boolean;
}

interface Way {
  readonly server: Place;
  /** Address that it is asked from. */
  readonly from: string;
  readonly own: OwnQuestions;
  readonly ms: number;
}

/** Null: no answer in time, or none that could be understood. */
export async function ask(question: Question, way: Way): Promise<Reached | null> {
  const id = randomInt(0x10000);
  const query = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name: question.name, type: question.type }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: EDNS_OCTETS,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const understood = (octets: Buffer): DecodedPacket | null => answerTo(question, id, octets);
  const packet = await askUdp(query, id, way, understood);
  if (packet === null || !packet.flag_tc) return packet === null ? null : { packet, overTcp: false };
  const whole = await askTcp(query, id, way, understood);
  return whole === null ? null : { packet: whole, overTcp: true };
}

/** Null: not an answer to this question, so that a stray or forged packet is not taken for one. */
function answerTo(question: Question, id: number, octets: Buffer): DecodedPacket | null {
  try {
    const packet = decode(octets);
    const [asked] = packet.questions ?? [];
    const fits =
      packet.questions?.length === 0 || (asked?.type === question.type && lower(asked.name) === question.name);
    return packet.id === id && packet.flag_qr && fits ? packet : null;
  } catch {
    return null;
  }
}

type Understood = (octets: Buffer) => DecodedPacket | null;

function askUdp(query: Buffer, id: number, way: Way, understood: Understood): Promise<DecodedPacket | null> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    let unclaim = (): void => {};
    const finish = (packet: DecodedPacket | null): void => {
      clearTimeout(timer);
      unclaim();
      socket.removeAllListeners('message');
      socket.close();
      finish.called = true;
      done(packet);
    };
    finish.called = false;
    const once = (packet: DecodedPacket | null): void => {
      if (!finish.called) finish(packet);
    };
    const timer = setTimeout(() => once(null), way.ms);
    // Nobody listens there, or we may not call from this address.
    socket.on('error', () => once(null));
    socket.on('message', (octets) => {
      const packet = understood(octets);
      if (packet !== null) once(packet);
    });
    socket.bind({ address: way.from, port: 0, exclusive: true }, () => {
      if (finish.called) return;
      // Connected, so that the system lets in only what comes from the server.
      socket.connect(way.server.port, way.server.address, () => {
        if (finish.called) return;
        unclaim = claim(way.own, socket.address(), id);
        socket.send(query, () => {});
      });
    });
  });
}

function askTcp(query: Buffer, id: number, way: Way, understood: Understood): Promise<DecodedPacket | null> {
  return new Promise((done) => {
    const socket = connect({
      host: way.server.address,
      port: way.server.port,
      localAddress: way.from,
    });
    let unclaim = (): void => {};
    let unread: Buffer = Buffer.alloc(0);
    const finish = (packet: DecodedPacket | null): void => {
      clearTimeout(timer);
      socket.destroy();
      done(packet);
    };
    const timer = setTimeout(() => finish(null), way.ms);
    socket.on('connect', () => {
      unclaim = claim(way.own, { address: socket.localAddress ?? '', port: socket.localPort ?? 0 }, id);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on('data', (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk]);
      if (unread.length < 2 || unread.length < 2 + unread.readUInt16BE(0)) return;
      finish(understood(unread.subarray(2, 2 + unread.readUInt16BE(0))));
    });
    socket.on('error', () => finish(null));
    socket.on('close', () => {
      unclaim();
      finish(null);
    });
  });
}
