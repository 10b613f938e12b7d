/** On a line that has only a delay, time is waiting: what the line reckons is what the machine counts as round trips. */
import { describe, expect, test } from 'vitest';
import { describeReal } from '../../servers/available.ts';
import { arrive, desk } from '../machine/support/desk.ts';
import { dovecotPlaces, labPlaces, type Place } from '../machine/support/places.ts';

function waits(placeOf: () => Place): void {
  test.each(['imap', 'pop3'] as const)('%s', async (protocol) => {
    const mailbox = placeOf().mailbox();
    const mails = await arrive(mailbox, { count: 12, attachment: 40_000 });
    const { machine, do: act } = await desk(mailbox, protocol, { link: { kbitPerSecond: null, delayMs: 50 } });
    await act({ do: 'sync' });
    const first = await machine.look();
    expect(first.traffic.roundTrips).toBeGreaterThan(3);
    expect(first.lineMs).toBe(first.traffic.roundTrips * 100);
    await act({ do: 'open' }, mails.slice(0, 3));
    await act({ do: 'sync' });
    const { lineMs, traffic } = await machine.look();
    expect(lineMs).toBe(traffic.roundTrips * 100);
  });
}

describe('the lab', () => waits(labPlaces()));
describeReal('Dovecot', () => waits(dovecotPlaces()));
