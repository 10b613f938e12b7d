import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../src/compare/facts/index.ts';
import { eachOf, experimentOf, handmade, refusal, shippedOne } from './handmade.ts';

const six = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
const four = six.slice(0, 4);

describe('read here, new there', () => {
  const usual = {
    1: { server: { pop3: { INBOX: six }, imap: { INBOX: six } } },
    2: { cells: { 'office-pop3': eachOf(six, 'whole fresh'), 'office-imap': eachOf(six, 'listed fresh') } },
    3: { cells: { 'office-pop3': eachOf(four, 'whole read'), 'office-imap': eachOf(four, 'text read') } },
    4: {
      cells: {
        'home-pop3': eachOf(six, 'whole fresh'),
        'home-imap': { ...eachOf(four, 'listed read'), m5: 'listed fresh', m6: 'listed fresh' },
      },
    },
    5: { cells: { 'home-pop3': { m5: 'whole read' }, 'home-imap': { m5: 'text read' } } },
    6: { cells: { 'office-imap': { m5: 'listed read' } } },
  };

  test('as it usually is: shared over IMAP, new again over POP3, a whole copy on each POP3 machine', () => {
    expect(factsOf(handmade(shippedOne('read-state'), usual))).toMatchObject({
      readStateShared: { imap: true, pop3: false },
      newAgain: { imap: false, pop3: true },
      readBefore: { imap: 4, pop3: 4 },
      newAgainMails: { imap: 0, pop3: 4 },
      readElsewhere: { imap: 5, pop3: 5 },
      shownRead: { imap: 5, pop3: 0 },
      copies: { imap: 0, pop3: 2 },
      copiesOnServer: { imap: 1, pop3: 1 },
    });
  });

  test('an IMAP server that forgets what was read is not excused', () => {
    const forgetful = { ...usual, 4: { cells: { 'home-imap': eachOf(six, 'listed fresh') } } };
    expect(factsOf(handmade(shippedOne('read-state'), forgetful))).toMatchObject({
      readStateShared: { imap: false },
      newAgain: { imap: true },
    });
  });

  test('a machine whose turn failed has nothing to say', () => {
    const failed = { ...usual, 4: { ...usual[4], errors: { 'home-pop3': refusal('server-busy') } } };
    const facts = factsOf(handmade(shippedOne('read-state'), failed));
    expect(facts['readStateShared']).toEqual({ imap: true, pop3: false });
    expect(facts['readElsewhere']).toEqual({ imap: 5, pop3: 1 });
  });

  test('what the server marks as read by itself is counted where nobody reads the mailbox over IMAP', () => {
    const marking = { ...usual, 2: { ...usual[2], server: { pop3: { INBOX: six.map((mail) => `${mail}:\\Seen`) } } } };
    expect(factsOf(handmade(shippedOne('read-state'), marking))['seenOnServer']).toEqual({ imap: 0, pop3: 6 });
  });

  test('with machines of one protocol alone the other one has no facts', () => {
    const { machines, steps } = shippedOne('read-state');
    const only = experimentOf({ machines: machines.filter(({ protocol }) => protocol === 'imap'), steps });
    expect(factsOf(handmade(only, usual))['readStateShared']).toEqual({ imap: true, pop3: null });
  });
});

describe('the loss of a machine', () => {
  const all = ['m1', 'm2', 'm3', 'm4', 'm5'];
  const before = {
    1: { server: { keep: { INBOX: all }, delete: { INBOX: all }, imap: { INBOX: all } } },
    2: {
      cells: { 'pop3-keep': eachOf(all, 'whole'), 'pop3-delete': eachOf(all, 'whole'), imap: eachOf(all, 'listed') },
      server: { delete: { INBOX: [] } },
    },
    3: {
      cells: {
        'pop3-keep': eachOf(all.slice(0, 3), 'whole read'),
        'pop3-delete': eachOf(all.slice(0, 3), 'whole read'),
        imap: eachOf(all.slice(0, 3), 'text read'),
      },
    },
    5: { cells: { imap: { m3: 'text read in:Receipts' }, 'pop3-keep': { m3: 'whole read in:Receipts' } } },
    6: {
      cells: { imap: { letter: 'listed read in:Sent' }, 'pop3-keep': { letter: 'whole in:Sent' } },
      server: { imap: { INBOX: ['m1', 'm2', 'm4', 'm5'], Receipts: ['m3'], Sent: ['letter'] } },
    },
    8: {
      cells: {
        'pop3-keep': eachOf([...all, 'letter'], null),
        'pop3-delete': eachOf([...all, 'letter'], null),
        imap: eachOf([...all, 'letter'], null),
      },
    },
  };
  const back = {
    cells: {
      'pop3-keep': eachOf(all, 'whole fresh'),
      imap: {
        m1: 'listed read',
        m2: 'listed read',
        m3: 'listed read in:Receipts',
        m4: 'listed',
        m5: 'listed',
        letter: 'listed in:Sent',
      },
    },
  };

  test('what survives is told by policy, with its marks, its folders and what was sent', () => {
    expect(factsOf(handmade(shippedOne('loss'), { ...before, 10: back }))).toMatchObject({
      survives: { imap: 5, 'pop3-keep': 5, 'pop3-delete': 0, of: 5 },
      wasOnServer: { imap: 5, 'pop3-keep': 5, 'pop3-delete': 0 },
      readSurvives: { imap: 3, 'pop3-keep': 0, 'pop3-delete': 0, of: 3 },
      filedSurvives: { imap: 1, 'pop3-keep': 0, of: 1 },
      sentSurvives: { imap: 1, 'pop3-keep': 0, 'pop3-delete': 0, of: 1 },
    });
  });

  test('the policy is taken from the machine, not from its name', () => {
    const { machines, steps } = shippedOne('loss');
    const swapped = experimentOf({
      machines: machines.map((each) =>
        each.id === 'pop3-keep' ? { ...each, keep: { policy: 'days', days: 3 } } : each,
      ),
      steps,
    });
    expect(factsOf(handmade(swapped, { ...before, 10: back }))['survives']).toEqual({
      imap: 5,
      'pop3-days': 5,
      'pop3-delete': 0,
      of: 5,
    });
  });

  test('a server that lost mail too is not excused', () => {
    const gone = {
      ...back,
      server: { imap: { INBOX: ['m1'] } },
      cells: { ...back.cells, imap: { m1: 'listed read' } },
    };
    expect(factsOf(handmade(shippedOne('loss'), { ...before, 10: gone }))['survives']).toMatchObject({
      imap: 1,
      of: 5,
    });
  });
});

describe('a big attachment', () => {
  const steps = {
    1: { bytes: { 'phone-pop3': 2000, 'phone-imap': 3000 } },
    2: { server: { mine: { INBOX: ['photos'] } } },
    3: {
      cells: { 'phone-pop3': { photos: 'whole fresh' }, 'phone-imap': { photos: 'listed fresh' } },
      bytes: { 'phone-pop3': 13_700_000, 'phone-imap': 4000 },
      lineMs: { 'phone-pop3': 1_712_500, 'phone-imap': 500 },
    },
    4: {
      cells: { 'phone-imap': { photos: 'text read' } },
      bytes: { 'phone-imap': 3000 },
      lineMs: { 'phone-imap': 375 },
    },
    5: { cells: { 'phone-imap': { photos: 'text read file' } }, bytes: { 'phone-imap': 13_600_000 } },
  };

  test('its text is counted from when the mail came until it can be read, its file beside that', () => {
    expect(factsOf(handmade(shippedOne('thin-line'), steps))).toMatchObject({
      textBytes: { imap: 7000, pop3: 13_700_000, ratio: 7000 / 13_700_000 },
      textLineMs: { imap: 875, pop3: 1_712_500 },
      textRoundTrips: { imap: 6, pop3: 3 },
      wholeBytes: { imap: 13_607_000, pop3: 13_700_000 },
      askBytes: { imap: 3000, pop3: 2000 },
    });
  });

  test('where it never arrived there is no number', () => {
    const failed = { ...steps, 3: { ...steps[3], cells: { 'phone-imap': { photos: 'listed' } } } };
    expect(factsOf(handmade(shippedOne('thin-line'), failed))['textBytes']).toEqual({
      imap: 7000,
      pop3: null,
      ratio: null,
    });
  });
});

describe('folders', () => {
  const local = { path: 'Receipts', local: true };
  const onServer = { path: 'INBOX.Receipts', local: false };
  const inbox = { path: 'INBOX', local: false };
  const three = ['m1', 'm2', 'm3'];
  const usual = {
    1: { server: { mine: { INBOX: three } } },
    2: {
      cells: {
        'office-pop3': eachOf(three, 'whole'),
        'home-pop3': eachOf(three, 'whole'),
        'office-imap': eachOf(three, 'listed'),
        'home-imap': eachOf(three, 'listed'),
      },
    },
    3: { folders: { 'office-pop3': [inbox, local], 'office-imap': [inbox, onServer] } },
    4: { cells: { 'office-pop3': { m1: 'whole in:Receipts' }, 'office-imap': { m1: 'listed in:INBOX.Receipts' } } },
    5: { folders: { 'home-imap': [inbox, onServer] }, cells: { 'home-imap': { m1: 'listed in:INBOX.Receipts' } } },
    7: { cells: { 'office-imap': { late: 'listed fresh' } } },
    8: {
      cells: { 'office-imap': { late: 'listed in:INBOX.Receipts' } },
      server: { mine: { INBOX: ['m2', 'm3'], 'INBOX.Receipts': ['m1', 'late'] } },
    },
    9: { cells: { 'home-imap': { late: 'listed in:INBOX.Receipts fresh' } } },
  };

  test('a folder below another one on the server is the same folder; what was filed before POP3 asked is out of its reach', () => {
    expect(factsOf(handmade(shippedOne('folders'), usual))).toMatchObject({
      serverFolders: { imap: true, pop3: false },
      filed: { imap: 2, pop3: 1 },
      filedThere: { imap: 2, pop3: 0 },
      neverReached: { imap: 0, pop3: 1 },
      outOfReach: { imap: 0, pop3: 1 },
    });
  });

  test('a folder of that name that is local on the other machine does not count', () => {
    const unsubscribed = { ...usual, 5: { folders: { 'home-imap': [inbox, local] } } };
    expect(factsOf(handmade(shippedOne('folders'), unsubscribed))['serverFolders']).toEqual({
      imap: false,
      pop3: false,
    });
  });
});

describe('searching', () => {
  const otters = ['otter1', 'otter2', 'otter3'];
  const refused = { 'laptop-pop3': refusal('pop3-no-search') };
  const usual = {
    3: { found: { 'laptop-imap': otters }, errors: refused, bytes: { 'laptop-imap': 2000 } },
    4: { found: { 'laptop-imap': otters }, errors: refused, bytes: { 'laptop-imap': 1000 } },
    5: { found: { 'laptop-imap': otters }, errors: refused, bytes: { 'laptop-imap': 1200 } },
    6: { found: { 'laptop-imap': [], 'laptop-pop3': [] } },
    7: { bytes: { 'laptop-imap': 9000, 'laptop-pop3': 130_000 } },
    8: { found: { 'laptop-imap': otters, 'laptop-pop3': otters } },
  };

  test('what is meant is known from what was delivered', () => {
    expect(factsOf(handmade(shippedOne('search'), usual))).toMatchObject({
      serverSearch: { imap: true, pop3: false },
      serverSearchRefused: { imap: null, pop3: 'pop3-no-search' },
      knewBefore: { imap: 0, pop3: 0 },
      foundByFrom: { imap: 3, pop3: 0, of: 3 },
      foundByTo: { imap: 3, of: 3 },
      foundByText: { imap: 3, of: 3 },
      foundHereFirst: { imap: 0, pop3: 0, of: 3 },
      foundHereLast: { imap: 3, pop3: 3, of: 3 },
      searchBytes: { imap: 1400, pop3: null },
      fetchBytes: { imap: 9000, pop3: 130_000 },
    });
  });

  test('a server that does not find all of it is not said to search', () => {
    const poor = { ...usual, 5: { ...usual[5], found: { 'laptop-imap': ['otter1'] } } };
    expect(factsOf(handmade(shippedOne('search'), poor))).toMatchObject({
      serverSearch: { imap: false },
      foundByText: { imap: 1, of: 3 },
    });
  });
});

test('deleted: gone there and on the server, or still where it was', () => {
  const had = {
    'office-pop3': eachOf(four, 'whole'),
    'home-pop3': eachOf(four, 'whole'),
    'office-imap': eachOf(four, 'listed'),
    'home-imap': eachOf(four, 'listed'),
  };
  const facts = factsOf(
    handmade(shippedOne('delete'), {
      1: { server: { pop3: { INBOX: four }, imap: { INBOX: four } } },
      2: { cells: had },
      3: { cells: { 'office-pop3': { m1: 'whole in:Trash' }, 'office-imap': { m1: 'listed in:Trash' } } },
      4: {
        cells: { 'office-pop3': { m2: null }, 'office-imap': { m2: null } },
        server: { imap: { INBOX: ['m3', 'm4'], Trash: ['m1'] } },
      },
      5: { cells: { 'home-imap': { m1: 'listed in:Trash', m2: null } } },
    }),
  );
  expect(facts).toMatchObject({
    deletedThere: { imap: true, pop3: false },
    deletedOnServer: { imap: true, pop3: false },
    stillThere: { imap: 0, pop3: 2 },
    stillOnServer: { imap: 0, pop3: 2 },
    movedThere: { imap: 1, pop3: 0 },
  });
});

test('left for some days: what was taken off before the other machine asked, and who took it', () => {
  const early = ['early1', 'early2', 'early3'];
  const late = ['late1', 'late2'];
  const story = {
    1: { server: { pop3: { INBOX: early }, imap: { INBOX: early } } },
    2: {
      cells: {
        'office-pop3': eachOf(early, 'whole'),
        'home-pop3': eachOf(early, 'whole'),
        'office-imap': eachOf(early, 'listed'),
        'home-imap': eachOf(early, 'listed'),
      },
    },
    4: { server: { pop3: { INBOX: [...early, ...late] }, imap: { INBOX: [...early, ...late] } } },
    5: { cells: { 'office-pop3': eachOf(late, 'whole'), 'office-imap': eachOf(late, 'listed') } },
    7: { server: { pop3: { INBOX: [] } } },
    8: { cells: { 'home-imap': eachOf(late, 'listed fresh') } },
  };
  expect(factsOf(handmade(shippedOne('leave-days'), story))).toMatchObject({
    delivered: { imap: 5, pop3: 5 },
    neverReached: { imap: 0, pop3: 2 },
    outOfReach: { imap: 0, pop3: 0 },
    takenBy: { imap: null, pop3: 'office-pop3' },
    leftServer: { imap: 0, pop3: 5 },
  });
  const inTime = {
    ...story,
    7: {},
    8: { cells: { 'home-pop3': eachOf(late, 'whole'), 'home-imap': eachOf(late, 'listed') } },
  };
  expect(factsOf(handmade(shippedOne('leave-days'), inTime))).toMatchObject({
    neverReached: { imap: 0, pop3: 0 },
    leftServer: { imap: 0, pop3: 0 },
  });
});

describe('what was sent', () => {
  const sent = {
    1: { cells: { 'office-pop3': { 'by-pop3': 'whole in:Sent' } } },
    2: { cells: { 'office-imap': { 'by-imap': 'whole in:Sent' } }, server: { mine: { INBOX: [], Sent: ['by-imap'] } } },
    3: { cells: { 'home-imap': { 'by-imap': 'listed in:Sent' } } },
  };

  test('is seen by the other machine where the server has it', () => {
    expect(factsOf(handmade(shippedOne('sent'), sent))).toMatchObject({
      sentSeen: { imap: true, pop3: false },
      sentOnServer: { imap: true, pop3: false },
    });
  });

  test('is not known of where nothing could be sent', () => {
    const failing = {
      1: { errors: { 'office-pop3': refusal('not-found') } },
      2: { errors: { 'office-imap': refusal('not-found') } },
    };
    const facts = factsOf(handmade(shippedOne('sent'), failing));
    expect(facts['sentSeen']).toBeUndefined();
    expect(facts['sentRefused']).toEqual({ imap: 'not-found', pop3: 'not-found' });
  });
});

test('at the same moment: the second one is turned away, and who listens is told', () => {
  const together = { do: 'together', on: ['office-pop3', 'home-pop3'] };
  expect(shippedOne('same-moment').steps[1]).toMatchObject(together);
  const news = { 'home-imap': { news: 'listed fresh' } };
  const facts = factsOf(
    handmade(shippedOne('same-moment'), {
      2: { errors: { 'home-pop3': refusal('mailbox-locked', '-ERR [IN-USE] busy') } },
      6: { cells: news },
      8: { cells: { 'home-pop3': { news: 'whole fresh' } } },
    }),
  );
  expect(facts).toMatchObject({
    lockedOut: { imap: false, pop3: true },
    lockedOutBy: { imap: null, pop3: 'mailbox-locked' },
    gotInLater: { imap: null, pop3: true },
    toldAtOnce: { imap: true, pop3: false },
    gotByAsking: { imap: null, pop3: true },
  });
});

test('shared: seen by the other person, and nothing beside it', () => {
  const story = {
    1: { server: { mine: { INBOX: ['m1', 'm2'] } } },
    2: { cells: { 'office-pop3': eachOf(['m1', 'm2'], 'whole'), 'office-imap': eachOf(['m1', 'm2'], 'listed') } },
    4: { cells: { 'office-pop3': { m1: 'whole in:Project' }, 'office-imap': { m1: 'listed in:Project' } } },
    5: { errors: { 'office-pop3': refusal('pop3-no-sharing') } },
    6: { cells: { 'colleague-imap': { m1: 'listed in:Shared/mine/Project fresh' } } },
    7: { cells: { 'colleague-imap': { m1: 'text in:Shared/mine/Project' } } },
  };
  expect(factsOf(handmade(shippedOne('share'), story))).toMatchObject({
    shared: { imap: true, pop3: false },
    sharedSeen: { imap: 1, pop3: 0 },
    sharedRead: { imap: 1 },
    sharedBeside: { imap: 0 },
    shareRefused: { imap: null, pop3: 'pop3-no-sharing' },
  });
  const leaking = { ...story, 6: { cells: { 'colleague-imap': { m1: 'listed', m2: 'listed' } } } };
  expect(factsOf(handmade(shippedOne('share'), leaking))['sharedBeside']).toMatchObject({ imap: 1 });
});

describe('a full disk', () => {
  const story = {
    2: { server: { pop3: { INBOX: four }, imap: { INBOX: four } } },
    3: {
      cells: { 'tablet-pop3': { m4: 'whole fresh' }, 'tablet-imap': eachOf(four, 'listed') },
      errors: { 'tablet-pop3': refusal('disk-full') },
      server: { pop3: { INBOX: ['m1', 'm2', 'm3'] } },
    },
    4: { cells: { 'tablet-imap': eachOf(four, 'text read') } },
    6: { cells: { 'tablet-pop3': eachOf(four, 'whole') }, server: { pop3: { INBOX: [] } } },
  };

  test('what could be read, and that nothing was lost', () => {
    expect(factsOf(handmade(shippedOne('full-disk'), story))).toMatchObject({
      listedWhenFull: { imap: 4, pop3: 1, of: 4 },
      readableWhenFull: { imap: 4, pop3: 1, of: 4 },
      refusedWhenFull: { imap: null, pop3: 'disk-full' },
      knownLater: { imap: 4, pop3: 4, of: 4 },
      lostMail: { imap: 0, pop3: 0 },
    });
  });

  test('mail that is nowhere any more is lost', () => {
    const losing = { ...story, 3: { ...story[3], server: { pop3: { INBOX: [] } } }, 6: {} };
    expect(factsOf(handmade(shippedOne('full-disk'), losing))['lostMail']).toEqual({ imap: 0, pop3: 3 });
  });
});

test('in the tunnel: what could be read by what was fetched ahead, and what of it counts afterwards', () => {
  const listed = eachOf(four, 'listed');
  const facts = factsOf(
    handmade(shippedOne('offline'), {
      1: { server: { pop3: { INBOX: four }, imap: { INBOX: four } } },
      3: {
        cells: {
          'laptop-pop3': eachOf(four, 'whole'),
          'home-pop3': eachOf(four, 'whole'),
          'laptop-imap': eachOf(four, 'text'),
          'phone-imap': listed,
          'home-imap': listed,
        },
      },
      5: { errors: { 'phone-imap': refusal('no-route') } },
      6: { cells: { 'laptop-pop3': { m1: 'whole in:Receipts' }, 'laptop-imap': { m1: 'text in:Receipts' } } },
      9: {
        cells: {
          'laptop-pop3': { meanwhile: 'whole fresh' },
          'laptop-imap': { meanwhile: 'text fresh' },
          'phone-imap': { meanwhile: 'listed fresh', m1: 'listed in:Receipts' },
        },
      },
      10: {
        cells: { 'home-imap': { m1: 'listed in:Receipts', meanwhile: 'listed' }, 'home-pop3': { meanwhile: 'whole' } },
      },
    }),
  );
  expect(facts).toMatchObject({
    readOffline: { pop3: 4, 'imap-text': 4, 'imap-list': 0, of: 4 },
    carriedLater: { imap: true, pop3: false },
    caughtUp: { imap: true, pop3: true },
  });
});

test('an experiment in which nothing happens has no facts but what it cost', () => {
  const idle = experimentOf({
    machines: [{ id: 'a', name: 'A', protocol: 'imap' }],
    steps: [{ do: 'sync', on: 'all' }],
  });
  expect(Object.keys(factsOf(handmade(idle, {}))).sort()).toEqual([
    'bytes',
    'connections',
    'diskForMail',
    'lineMs',
    'roundTrips',
  ]);
});
