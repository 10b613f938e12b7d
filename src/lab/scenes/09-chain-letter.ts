/** What chain letters and spam cost, counted, and how servers say no: RFC 5321 §3.3 (at RCPT), RFC 6647 (greylisting), RFC 7489 (DMARC). */
import type { Fault, User, World } from '../../contract/lab/world.ts';
import { defaultWorld } from '../world/default.ts';
import { handOver } from './clients/mua.ts';
import { type Reply, Smtp } from './clients/smtp.ts';
import { aiko, ben, chiyo, daichi, password } from './people.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { fact, many, n } from './stage.ts';

const host = 'mx1.hana.test';
const eachTells = 10;
/** Rounds that are really sent: 1, 10 and 100 letters with ten recipients each. */
const rounds = 3;
const atOnce = 8;
const humans = 8e9;
/** Recipients in an hour: plenty for a person. */
const perHour = 20;

const friends: User[] = ['hana.test', 'yuki.test', 'niwa.test'].flatMap((domain) =>
  Array.from({ length: eachTells }, (_, i) => ({
    address: `friend${i + 1}@${domain}`,
    password,
    name: `Friend ${i + 1}`,
    quota: null,
    owns: [],
  })),
);
const grey: Fault = { id: 'greylist', point: 'smtp.rcpt', host, effect: { kind: 'greylist', seconds: 300 }, skip: 0 };

export const chainLetter: Scene = {
  info: {
    number: 9,
    name: 'chain-letter',
    title: { en: 'What not to do: chain letters and spam', ja: 'してはいけないこと　チェーンメールと迷惑メール' },
    question: {
      en: 'It is only one mail to ten friends. Whom does it hurt?',
      ja: 'たった一通を十人の友だちに送るだけです。誰が困るのでしょうか。',
    },
  },
  /** Thirty friends more, and nobody who checks: what is counted is the mail alone. */
  world: (world: World) => ({
    ...world,
    users: [...world.users, ...friends],
    domains: world.domains.map((domain) => ({ ...domain, dkim: null, checks: 'off' as const })),
  }),
  async play(stage) {
    const { lab } = stage;
    let senders = [aiko];
    let total = { copies: 0, octets: 0 };
    const measured: { copies: number; octets: number; letter: number }[] = [];
    const began = performance.now();
    for (let round = 1; round <= rounds; round++) {
      const text = letterOf(round);
      const told: string[] = [];
      let letter = 0;
      const jobs = senders.map((from, i) => ({ from, to: tenFriends(i + round) }));
      await inTurns(jobs, atOnce, async ({ from, to }) => {
        letter = (await handOver(lab, { from, to, subject: 'FWD: 幸運の手紙 / The letter of luck', text })).size;
        told.push(...to);
      });
      await stage.quiet();
      const stored = stage.of('stored', ({ mailbox }) => mailbox === 'INBOX');
      const octets = stored.reduce((sum, { size }) => sum + size, 0);
      total = { copies: total.copies + stored.length, octets: total.octets + octets };
      measured.push({ copies: stored.length, octets, letter });
      senders = told;
      const factor = stored.length / (measured[round - 2]?.copies ?? 1);
      stage.step({
        title: { en: `Round ${round}`, ja: `${round}巡目` },
        narration:
          round === 1
            ? {
                en: `“Send this to ten friends, or the van will not start.” Aiko does (only this once). One letter of ${n(letter)} octets (bytes) is handed over; ${many(stored.length, 'copy', 'copies')} arrive, ${n(octets)} octets on other people's disks. At the bottom stand the ten addresses to which it went, for everybody to see. (So that the mail alone is counted, seals and checks, that is DKIM, SPF and DMARC, are switched off in this world during the rounds. Thirty friends stand for all the people there are, and send as often as they are written to.)`,
                ja: `「十人の友だちに送らないと、車が動かなくなります」。愛子さんは送ってしまいました（今回だけです）。渡したのは ${n(letter)} オクテット（バイト）の手紙が一通、届いたのは${n(stored.length)}通で、他人のディスクを ${n(octets)} オクテット使いました。手紙の下には送り先の十人のアドレスが、誰にでも見えるように並んでいます。（メールそのものだけを数えるため、この世界では三巡のあいだ、署名と検査、つまりDKIM、SPF、DMARCを止めてあります。また、三十人の友だちが世の中の全員の役をして、受け取った数だけ送ります。）`,
              }
            : {
                en: `Each of the ${n(jobs.length)} copies makes its reader do the same. ${many(stored.length, 'copy', 'copies')} were really sent and stored, ${n(Math.round(factor))} times as many as before. The letter grew too, to ${n(letter)} octets, since each round adds ten addresses to the list: ${n(octets)} octets in this round.`,
                ja: `届いた${n(jobs.length)}通のどれもが、読んだ人に同じことをさせます。実際に送られ、保存されたのは${n(stored.length)}通、前の${n(Math.round(factor))}倍です。巡るたびに十人のアドレスが書き足されるので、手紙自体も ${n(letter)} オクテットに膨らみました。この回だけで ${n(octets)} オクテットです。`,
              },
        facts: [
          fact('letters', 'letters handed over', '渡された手紙', jobs.length),
          fact('copies', 'copies stored (counted)', '保存された写し（実測）', stored.length),
          fact('octets', 'octets stored (counted)', '保存されたオクテット数（実測）', octets),
          fact('letter', 'octets of one letter', '一通のオクテット数', letter),
        ],
      });
    }
    const seconds = (performance.now() - began) / 1000;
    const last = measured.at(-1);
    const perCopy = Math.round(total.octets / Math.max(1, total.copies));
    const enough = Math.ceil(Math.log10(humans));
    stage.step({
      title: { en: 'And if nobody stops', ja: '誰も止めなかったら' },
      narration: {
        en: `Counted so far: ${n(total.copies)} copies, ${n(total.octets)} octets, in ${seconds.toFixed(1)} seconds of this computer. From here on nothing is sent, we only compute: with ten times more each round, round 6 would be a million mails, and round ${enough} more than there are people on earth. One copy for each of these 8,000,000,000, at the ${n(perCopy)} octets that a copy had on average so far, would be ${n(Math.round((humans * perCopy) / 1e12))} terabytes (computed). Not one of them says anything new. And everyone's address stands in everyone's mail: that is how collectors of addresses get theirs.`,
        ja: `ここまでの実測は${n(total.copies)}通、${n(total.octets)} オクテット、このパソコンで${seconds.toFixed(1)}秒でした。ここから先は送らずに、計算だけします。巡るたびに十倍になるとすると、六巡目で百万通、${n(enough)}巡目には地球の人口を超えます。その80億人に一通ずつ届くだけでも、ここまでの平均の一通 ${n(perCopy)} オクテットで計算して ${n(Math.round((humans * perCopy) / 1e12))} テラバイトです。そのどれ一つ、新しいことを伝えていません。しかも全員のアドレスが全員のメールに載っています。アドレスを集める業者は、こうして手に入れるのです。`,
      },
      facts: [
        fact('copies', 'copies (counted)', '写し（実測）', total.copies),
        fact('octets', 'octets (counted)', 'オクテット数（実測）', total.octets),
        fact(
          'factor',
          'growth in the last round (counted)',
          '最後の巡の増え方（実測）',
          Math.round((last?.copies ?? 0) / (measured.at(-2)?.copies ?? 1)),
        ),
        fact('round', 'round that passes the number of people (computed)', '人口を超える巡（計算値）', enough),
      ],
    });

    const asUsual = new Map(defaultWorld().domains.map((domain) => [domain.name, domain]));
    const now = lab.world();
    await lab.setWorld({ ...now, domains: now.domains.map((domain) => asUsual.get(domain.name) ?? domain) });
    const guessed = await dictionary(stage);
    const signed = lab.world().domains.filter(({ dkim }) => dkim !== null).length;
    const hung = guessed.last.code === 421;
    stage.step({
      title: { en: 'Refusing: names that nobody has', ja: '断る　誰もいない宛先' },
      narration: {
        en: `Now seals and checks are on again (${many(signed, 'domain')} sign). A spammer has no friends and guesses: ${guessed.names.slice(0, 3).join(', ')} … at hana.test. ${host} said no ${many(guessed.refused, 'time')}, at last with “${guessed.word}”, before taking a single octet of the letter${hung ? `, and then hung up (“${guessed.last.said}”)` : ''}. Saying no at RCPT TO is the cheapest refusal there is: nothing was stored, and no report has to be sent to somebody whose name was forged.`,
        ja: `ここからは署名と検査を元に戻します（署名するドメインは${n(signed)}個）。迷惑メールの送り手には友だちがいないので、当てずっぽうで送ります。hana.test の ${guessed.names.slice(0, 3).join('、')} …。${host} は手紙を1オクテットも受け取らないうちに、${n(guessed.refused)}回断りました（最後は「${guessed.word}」）${hung ? `。そして電話を切りました（「${guessed.last.said}」）` : ''}。RCPT TOの時点で断るのが、いちばん安上がりです。何も保存せず、名前を騙られた無関係の人に通知を送ることもありません。`,
      },
      facts: [
        fact('guessed', 'names guessed', '試された宛先', guessed.tried),
        fact('refused', 'refused', '断られた数', guessed.refused),
        fact('code', 'reply', '応答', guessed.code),
      ],
    });

    await lab.setWorld({ ...lab.world(), faults: [...lab.world().faults, grey] });
    const spam = await knock(stage);
    await handOver(lab, { from: chiyo, to: [ben], subject: '注文', text: '赤い実をもう一籠お願いします。' });
    await stage.quiet();
    const deferred = stage.of('deferred', ({ recipient }) => recipient === ben)[0];
    const from = lab.clock.now();
    for (let i = 0; i < 10 && stage.of('stored', ({ user }) => user === ben).length === 0; i++)
      await lab.advance('next');
    await stage.quiet();
    const late = stage.of('stored', ({ user }) => user === ben)[0];
    const waited = Math.round(((late?.at ?? from) - from) / 60_000);
    stage.step({
      title: { en: 'Refusing: come again later', ja: '断る　後でもう一度どうぞ' },
      narration: {
        en: `Greylisting: whoever comes for the first time is told to come again, here in five minutes. The spammer hears ${spam.code} and does not come back; he has a million others to try. Chiyo's server hears the same (“${deferred?.said ?? ''}”), puts the mail into its queue, the shelf for what is still to be delivered, as every real server does, and tries again: ${n(waited)} minutes later, on the lab's clock, Ben has his mail.`,
        ja: `グレイリスティングでは、初めて来た相手に「もう一度どうぞ」と答えます（ここでは五分後）。迷惑メールの送り手は${spam.code}と言われたきり戻ってきません。ほかに百万件も試すところがあるからです。千代さんのサーバーも同じことを言われますが（「${deferred?.said ?? ''}」）、まともなサーバーなら必ずするように、メールをキュー（待ち行列）に入れて出直します。ラボの時計で${n(waited)}分後、ベンさんに届きました。`,
      },
      facts: [
        fact('spam', 'reply to the spammer', '迷惑メールへの応答', spam.code),
        fact('minutes', 'minutes that a real mail waited (virtual)', '本物のメールが待った分数（仮想）', waited),
      ],
    });

    const world = lab.world();
    await lab.setWorld({ ...world, faults: world.faults.filter(({ id }) => id !== grey.id) });
    const forged = await knock(stage, true);
    stage.step({
      title: { en: 'Refusing: that is not your name', ja: '断る　あなたの名前ではない' },
      narration: {
        en: `At last the spammer borrows the name of somebody at hana.test, so that Ben will open the letter. Hana has asked all receivers to reject mail in its name that neither comes from its own machines (SPF) nor bears its seal (DKIM); that wish is its DMARC policy. The reply to the letter: “${forged.said}”. What is refused this way costs little; what is taken costs the time of the one who reads it.`,
        ja: `とうとう迷惑メールの送り手は、ベンさんに開かせようと hana.test の人の名前を騙りました。hana.test は、自分の名を名乗りながら、自分の機械から来たのでもなく（SPF）、自分の封印もない（DKIM）メールを拒否するよう、すべての受信側に頼んでいます。これがDMARCの方針です。手紙への返事は「${forged.said}」。こうして断れば費用はわずかです。受け取ってしまえば、読む人の時間が費やされます。`,
      },
      facts: [fact('reply', 'reply to the forged letter', '偽の手紙への応答', forged.code)],
    });

    const free = lab.world();
    await lab.setWorld({ ...free, queue: { ...free.queue, maxRecipientsPerHour: perHour } });
    const flood = await pourOut(stage);
    stage.step({
      title: { en: 'Refusing: too many at once', ja: '断る　一度に多すぎる' },
      narration: {
        en: `What if the spammer steals Ben's password and uses Ben's own post office? Name and seal are genuine then. But no person writes to everybody within a minute: here a user may name ${n(perHour)} recipients an hour (a limit of this world, switched on for this step). ${many(flood.accepted, 'name')} were accepted, then came “${flood.last.said}”. That is a 4, “not now”: Ben himself would lose nothing but time, and his postmaster sees that something is wrong.`,
        ja: `では、ベンさんのパスワードを盗んで、ベンさんの郵便局から送ったらどうでしょうか。今度は名前も封印も本物です。けれども、一分のうちに大勢へ書く人はいません。ここでは利用者一人につき、一時間に告げられる宛先を${n(perHour)}までとしました（この段のために設けた、この世界の上限です）。${n(flood.accepted)}人目までは受け付けられ、その次の返事は「${flood.last.said}」。先頭の4は「今はできません」なので、ベンさん本人であれば待つだけで済みます。そして管理者は、何かがおかしいと気づけます。`,
      },
      facts: [
        fact('limit', 'recipients an hour (limit)', '一時間の宛先の上限', perHour),
        fact('accepted', 'recipients accepted', '受け付けられた宛先', flood.accepted),
        fact('reply', 'reply to the next', 'その次への応答', flood.last.code),
      ],
    });
    return {
      en: `Everybody: one letter became ${n(total.copies)} copies and ${n(total.octets)} octets in ${rounds} rounds, all paid for by those who received them; so do not pass it on, and let servers refuse early.`,
      ja: `みんなが困ります。一通の手紙が${n(rounds)}巡で${n(total.copies)}通、${n(total.octets)} オクテットになり、その費用を払ったのは受け取った人たちでした。転送しないこと、そしてサーバーが早い段階で断ることが大切です。`,
    };
  },
};

/** Ten of the thirty, others for each sender; the same in each run. */
const tenFriends = (i: number): string[] =>
  Array.from({ length: eachTells }, (_, k) => friends[(i * 7 + k * 3) % friends.length]?.address ?? daichi).filter(
    (address, at, all) => all.indexOf(address) === at,
  );

/** The list at its end grows by ten each time. */
function letterOf(round: number): string {
  const passed = Array.from({ length: round }, (_, i) => tenFriends(i + 1)).flat();
  return [
    'THIS LETTER HAS GONE NINE TIMES AROUND THE WORLD.',
    'Send this to ten friends, or the van will not start.',
    '十人の友だちに送らないと、車が動かなくなります。',
    '',
    ...passed.map((address, i) => `${String(i + 1).padStart(3)}. ${address}`),
  ].join('\n');
}

async function inTurns<T>(jobs: readonly T[], hands: number, work: (job: T) => Promise<void>): Promise<void> {
  const left = [...jobs];
  await Promise.all(
    Array.from({ length: Math.min(hands, jobs.length) }, async () => {
      for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
    }),
  );
}

async function dictionary(stage: Stage) {
  const names = [
    'admin',
    'anna',
    'ando',
    'boss',
    'daisuke',
    'haruka',
    'hello',
    'ichiro',
    'jiro',
    'ken',
    'mail',
    'taro',
  ];
  const machine = await Smtp.open(stage.door(host, 'smtp'));
  await machine.ask('EHLO spammer.example');
  await machine.ask('MAIL FROM:<luck@spammer.example>');
  let refused = 0;
  let tried = 0;
  let last: Reply = { code: 0, said: '' };
  let word = '';
  let code = 0;
  for (const name of names) {
    last = await machine.ask(`RCPT TO:<${name}@hana.test>`);
    tried += 1;
    if (last.code === 421) break;
    if (last.code >= 500) {
      refused += 1;
      word = last.said;
      code = last.code;
    }
  }
  await machine.quit().catch(() => {});
  await stage.quiet();
  return { names, refused, tried, word, code, last };
}

/** Signed in as Ben, names one after the other until the answer is no; then leaves, with nothing sent. */
async function pourOut(stage: Stage): Promise<{ readonly accepted: number; readonly last: Reply }> {
  const machine = await Smtp.open(stage.door(host, 'submissions'));
  await machine.ask('EHLO spammer.example');
  await machine.ask(`AUTH PLAIN ${Buffer.from(`\0${ben}\0${password}`).toString('base64')}`);
  let last = await machine.ask(`MAIL FROM:<${ben}>`);
  let accepted = 0;
  for (const { address } of friends) {
    last = await machine.ask(`RCPT TO:<${address}>`);
    if (last.code >= 400) break;
    accepted += 1;
  }
  await machine.quit();
  await stage.quiet();
  return { accepted, last };
}

/** Brings one letter to the exchanger of hana.test, as anybody may. The last reply. */
async function knock(stage: Stage, forged = false): Promise<Reply> {
  const from = forged ? aiko : 'luck@spammer.example';
  const machine = await Smtp.open(stage.door(host, 'smtp'));
  let last = await machine.ask('EHLO spammer.example');
  for (const command of [`MAIL FROM:<${from}>`, `RCPT TO:<${ben}>`, 'DATA']) {
    last = await machine.ask(command);
    if (last.code >= 400) break;
  }
  if (last.code === 354)
    last = await machine.send(`From: ${from}\r\nTo: ${ben}\r\nSubject: LUCK\r\n\r\nOnly today.\r\n`);
  await machine.quit();
  await stage.quiet();
  return last;
}
