/** A host is down: the second MX, the queue with its attempts, the warning, the report after days. RFC 5321 §4.5.4. */
import type { Fault, World } from '../../contract/lab/world.ts';
import { handOver } from './clients/mua.ts';
import { aiko, chiyo } from './people.ts';
import type { Scene } from './scene.ts';
import { fact, many, n, subjectOf } from './stage.ts';

const first = 'mx1.hana.test';
const second = 'mx2.hana.test';
const lost = 'kaze@kumo.test';
const HOUR = 3_600_000;
const down: Fault = { id: 'mx1-is-down', point: 'smtp.connect', host: first, effect: { kind: 'dead-host' }, skip: 0 };

export const hostDown: Scene = {
  info: {
    number: 10,
    name: 'host-down',
    title: { en: 'A host is down', ja: 'ホストが止まったら' },
    question: {
      en: "What becomes of a mail when the other side's server is switched off?",
      ja: '相手のサーバーが止まっているとき、メールはどうなるのでしょうか。',
    },
  },
  world: (world: World) => ({ ...world, faults: [...world.faults, down] }),
  async play(stage) {
    const { lab } = stage;
    const began = lab.clock.now();
    const hours = (at: number): number => Math.round(((at - began) / HOUR) * 10) / 10;

    await handOver(lab, {
      from: chiyo,
      to: [aiko],
      subject: '雪の重み',
      text: '工房の雨樋が落ちました。皆さま無事です。\n\n千代',
    });
    await stage.quiet();
    const taken = stage.of('queued', ({ host }) => host === second).length;
    const tried = stage.of('attempt', ({ host }) => host === 'mx.minato.test').map(({ next }) => next);
    const exchangers =
      stage.of('dns.answer', ({ name, type }) => name === 'hana.test' && type === 'MX')[0]?.answers ?? [];
    const inBox = await stage.lies(aiko);
    stage.step({
      title: { en: 'The second name on the list', ja: '二番目の名前' },
      narration: {
        en: `Chiyo writes to Aiko, but ${first} is switched off. The DNS gave the MX records of hana.test, the hosts that take its mail: ${exchangers.join(' and ')}; the smaller number is tried first, and when nobody answers there, the next. The sending server made ${many(tried.length, 'attempt')}, and ${second} took ${many(taken, 'mail')}. It has no mailboxes; it keeps the mail in its queue, the shelf for what is still to be delivered, until its neighbour wakes up. In Aiko's inbox so far: ${n(inBox.mails)}.`,
        ja: `千代さんが愛子さんに書きましたが、${first} は止まっています。DNSは hana.test のMXレコード（メールを受け取るホスト）として ${exchangers.join(' と ')} を返していました。まず数の小さいほうを試し、答えがなければ次へ行きます。送る側のサーバーは${n(tried.length)}回試し、${second} が${n(taken)}通を引き受けました。このホストにはメールボックスがなく、隣のホストが目を覚ますまで、メールをキュー（待ち行列）に入れておきます。愛子さんの受信箱は、まだ${n(inBox.mails)}通です。`,
      },
      facts: [
        fact('taken', `mails that ${second} took`, `${second} が引き受けたメール`, taken),
        fact('attempts', 'attempts of the sending server', '送る側のサーバーの試行', tried.length),
        fact('inbox', "mails in Aiko's inbox", '愛子さんの受信箱', inBox.mails),
      ],
    });

    await lab.advance(2 * HOUR);
    const world = lab.world();
    await lab.setWorld({ ...world, faults: world.faults.filter(({ id }) => id !== down.id) });
    const woke = lab.clock.now();
    for (let i = 0; i < 20 && (await stage.lies(aiko)).mails === inBox.mails; i++) await lab.advance('next');
    await stage.quiet();
    const stored = stage.of('stored', ({ user }) => user === aiko).at(-1);
    const attempts = stage.of('attempt', ({ host }) => host === second).length;
    stage.step({
      title: { en: 'It wakes up', ja: '目を覚ます' },
      narration: {
        en: `Two hours of the lab's clock go by, and ${second} goes on knocking, each pause longer than the one before: by the end ${many(attempts, 'time')}. ${first} was switched on after ${n(hours(woke))} hours, and ${n(minutes((stored?.at ?? woke) - woke))} minutes later, at the next attempt, the mail was in Aiko's inbox. Nobody had to do anything, and Chiyo never noticed.`,
        ja: `ラボの時計で二時間が過ぎました。${second} は少しずつ間隔を延ばしながら、最後までに${n(attempts)}回、戸を叩いています。${first} の電源が入ったのは${n(hours(woke))}時間後。その${n(minutes((stored?.at ?? woke) - woke))}分後、次の試行でメールは愛子さんの受信箱に入りました。誰も何もしていません。千代さんは気づきもしませんでした。`,
      },
      facts: [
        fact('attempts', `attempts of ${second}`, `${second} の試行`, attempts),
        fact('down', 'hours switched off (virtual)', '停止時間（仮想）', hours(woke)),
        fact('minutes', 'minutes until delivered', '配達までの分数', minutes((stored?.at ?? woke) - woke)),
      ],
    });

    const start = lab.clock.now();
    const since = (at: number): number => Math.round(((at - start) / HOUR) * 10) / 10;
    await handOver(lab, {
      from: aiko,
      to: [lost],
      subject: 'Are you still there?',
      text: 'We have not heard from you.\n\n愛子',
    });
    await stage.quiet();
    await lab.advance(3.5 * HOUR);
    await stage.quiet();
    const early = stage.of('attempt', ({ host, recipients }) => host === first && recipients.includes(lost));
    const times = early.map(({ at }) => minutes(at - start));
    const deferred = stage.of('deferred', ({ recipient }) => recipient === lost)[0];
    const plan = lab.world().queue.retryMinutes;
    stage.step({
      title: { en: 'Nobody answers at all', ja: '誰も答えない' },
      narration: {
        en: `Now Aiko writes to ${lost}. Kumo has one host only, and it has been dead as long as anybody can remember. The first attempt ends with: “${deferred?.said ?? ''}”. Nobody opens the door; that is no refusal of the mail (4 in front: not now), so it stays in the queue of ${first} and is tried again. Its plan is to wait ${plan.join(', ')} minutes between the attempts, and the last pause again and again. Attempts so far, in minutes after the beginning: ${times.join(', ')}. Often at first, for most troubles are short, then more seldom, so as not to hammer on a closed door.`,
        ja: `今度は愛子さんが ${lost} に書きます。雲（kumo）のホストは一台だけで、ずっと前から止まったままです。最初の試みの結果は「${deferred?.said ?? ''}」。戸を開ける者がいないだけで、メールを断られたわけではありません（先頭の4は「今はできません」です）。そこでメールは ${first} のキューに残り、また試されます。予定の間隔は${plan.join('、')}分で、その後は最後の間隔を繰り返します。ここまでの試行は、開始から${times.join('、')}分後でした。障害はたいてい短いので初めは頻繁に、それからは閉まった戸を叩き続けないように、だんだん間を空けます。`,
      },
      facts: [
        fact('attempts', 'attempts so far', 'ここまでの試行', early.length),
        fact('plan', 'planned pauses, in minutes', '予定の間隔（分）', plan.join(' ')),
        fact('minutes', 'minutes after the beginning', '開始からの分', times.join(' ')),
        fact('said', 'what was found', '試した結果', deferred?.said ?? ''),
      ],
    });

    const warned = await until('delay-warning', 40);
    const warning = await stage.newest(aiko);
    stage.step({
      title: { en: 'A warning: not yet', ja: '「まだ届いていません」' },
      narration: {
        en: `After ${n(since(warned))} hours the server tells Aiko, once: “${subjectOf(warning)}”. She need not do anything; the mail is still being tried. Without that note she would believe for five days that it had arrived.`,
        ja: `${n(since(warned))}時間後、サーバーは一度だけ愛子さんに知らせます。「${subjectOf(warning)}」。何もする必要はありません。配達はまだ続けられています。この知らせがなければ、愛子さんは五日間、届いたものと思い込んでいたでしょう。`,
      },
      facts: [fact('hours', 'hours until the warning (virtual)', '警告までの時間（仮想）', since(warned))],
    });

    const bounced = await until('bounce', 200);
    const report = await stage.newest(aiko);
    const tries = stage
      .all('attempt')
      .filter(({ host, recipients, at }) => host === first && recipients.includes(lost) && at >= start).length;
    const waiting = (await lab.queue()).length;
    const letters = stage.all('queued').filter(({ why }) => why === 'bounce' || why === 'delay-warning').length;
    stage.step({
      title: { en: 'After five days: back to the sender', ja: '五日後　差出人へ' },
      narration: {
        en: `After ${n(since(bounced))} hours and ${many(tries, 'attempt')} the server gives up. It writes a report (“${subjectOf(report)}”, status ${status(report)}, which means: the time is over) and takes the mail out of its queue, in which ${waiting === 0 ? 'nothing is' : `${n(waiting)} mails are`} left. In five days Aiko got ${many(letters, 'letter')} about it: one warning, one report. The five days took a moment here, for the lab's clock can be pushed on.`,
        ja: `${n(since(bounced))}時間、${n(tries)}回の試行の後、サーバーはあきらめます。通知（「${subjectOf(report)}」、状態コード ${status(report)}、期限切れという意味です）を書き、キューからメールを取り除きます。キューに残っているのは${n(waiting)}通です。五日の間に愛子さんが受け取った知らせは${n(letters)}通、警告が一度と通知が一度です。ラボの時計は進められるので、ここでは五日がほんの一瞬でした。`,
      },
      facts: [
        fact('hours', 'hours until given up (virtual)', 'あきらめるまでの時間（仮想）', since(bounced)),
        fact('attempts', 'attempts', '試行', tries),
        fact('letters', 'warnings and reports', '警告と通知', letters),
        fact('queue', 'left in the queues', 'キューの残り', waiting),
        fact('status', 'status', '状態コード', status(report)),
      ],
    });
    return {
      en: `It waits: a second MX takes it if there is one, else the sender's server keeps it in its queue and tries again (${many(tries, 'time')} in ${n(since(bounced))} hours here), warns once, and at last sends it back with a report.`,
      ja: `待っていてくれます。二番目のMXがあればそこが預かり、なければ送り手のサーバーがキューに入れて試し続け（ここでは${n(since(bounced))}時間に${n(tries)}回）、一度だけ警告し、最後は通知を付けて差出人に返します。`,
    };

    /** Skips from one due thing to the next until such a letter was written. Gives when. */
    async function until(why: 'delay-warning' | 'bounce', atMost: number): Promise<number> {
      for (let i = 0; i < atMost; i++) {
        const found = stage.of('queued', (event) => event.why === why)[0];
        if (found !== undefined) {
          await stage.quiet();
          return found.at;
        }
        await lab.advance('next');
      }
      throw new Error(`no ${why} came`);
    }
  },
};

const minutes = (ms: number): number => Math.round(ms / 60_000);
const status = (report: string): string => /^Status:\s*(\S+)/im.exec(report)?.[1] ?? '–';
