/** Two machines read one mailbox: what each takes for new, by POP3 and by IMAP. */
import { Imap } from './clients/imap.ts';
import { handOver } from './clients/mua.ts';
import { Pop3 } from './clients/pop3.ts';
import { aiko, ben, chiyo, password } from './people.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { fact, many, n } from './stage.ts';

const host = 'mx1.hana.test';

export const secondMachine: Scene = {
  info: {
    number: 6,
    name: 'second-machine',
    title: { en: 'The second machine', ja: '二台目の機械' },
    question: {
      en: 'Why does my second computer show mail as new that I have read long ago?',
      ja: 'とっくに読んだメールが、二台目のパソコンで新着になるのはなぜでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;
    const letters = [
      { from: ben, subject: 'Bulbs', text: '400 came instead of 40.' },
      { from: chiyo, subject: '結び目', text: '糸の結び目を、籠と同じにしました。' },
      { from: ben, subject: 'Cards', text: 'Number six says thank you.' },
    ];
    for (const letter of letters) await handOver(lab, { ...letter, to: [aiko] });
    await stage.quiet();
    stage.forget();

    const laptop = new Set<string>();
    const laptopNew = await byPop3(stage, laptop);
    stage.step({
      title: { en: 'The laptop, by POP3', ja: 'ノートパソコン、POP3で' },
      narration: {
        en: `Aiko's laptop collects by POP3 and leaves the mail on the server. It asks for the UIDLs, the lasting names, compares them with the list in its own memory (empty so far) and fetches what is missing there: ${many(laptopNew, 'new mail')}. She reads all of them. But “read” is noted on the laptop only: POP3 has no word for it.`,
        ja: `愛子さんのノートパソコンはPOP3で受信し、メールをサーバーにも残します。UIDL（変わらない名前）を尋ね、自分の記憶にある一覧（まだ空です）と比べて、足りないものを取り寄せます。新着${n(laptopNew)}通。愛子さんは全部読みました。けれども「読んだ」という印はノートパソコンの中にしかありません。POP3には、それを伝える言葉がないのです。`,
      },
      facts: [fact('new', 'new on the laptop', 'ノートパソコンの新着', laptopNew)],
    });

    const desktop = new Set<string>();
    const desktopNew = await byPop3(stage, desktop);
    const again = await byPop3(stage, laptop);
    stage.step({
      title: { en: 'The desktop, by POP3', ja: 'デスクトップ、POP3で' },
      narration: {
        en: `Now the desktop. The server gives it the same list; it cannot say what the laptop did with it. The desktop's own memory is empty, so everything is new again: ${many(desktopNew, 'new mail')}, all of them read long ago. (The laptop, asked once more, finds ${n(again)}: it remembers.) Each machine knows only what it did itself.`,
        ja: `今度はデスクトップです。サーバーは同じ一覧を返しますが、ノートパソコンが何をしたかは言えません。デスクトップの記憶は空なので、また全部が新着です。${n(desktopNew)}通、どれもとっくに読んだものばかりです。（ノートパソコンでもう一度受信すると${n(again)}通。こちらは覚えています。）それぞれの機械は、自分のしたことしか知らないのです。`,
      },
      facts: [
        fact('new', 'new on the desktop', 'デスクトップの新着', desktopNew),
        fact('again', 'new on the laptop, second time', 'ノートパソコンの二度目の新着', again),
      ],
    });

    const laptopUnread = await byImap(stage);
    stage.step({
      title: { en: 'The laptop, by IMAP', ja: 'ノートパソコン、IMAPで' },
      narration: {
        en: `The same mailbox, now by IMAP. This server notes itself which mails are unread: ${n(laptopUnread)}, for POP3 has marked nothing. (Some servers count a mail as read when POP3 fetched it; the protocol does not ask for that.) Aiko reads them, and each FETCH of a text sets the flag \\Seen, “read”, on the server.`,
        ja: `同じメールボックスを、今度はIMAPで開きます。どれが未読かはサーバー自身が記録しています。POP3は何の印も付けなかったので、${n(laptopUnread)}通が未読です（POP3で受信されたメールを既読とみなすサーバーもありますが、POP3の決まりではありません）。愛子さんが読むと、本文をFETCHするたびに \\Seen（既読）というフラグがサーバー上に付きます。`,
      },
      facts: [fact('unread', 'unread on the laptop', 'ノートパソコンの未読', laptopUnread)],
    });

    const desktopUnread = await byImap(stage);
    const lies = await stage.lies(aiko);
    stage.step({
      title: { en: 'The desktop, by IMAP', ja: 'デスクトップ、IMAPで' },
      narration: {
        en: `The desktop opens the mailbox by IMAP for the first time in its life, and asks what is unread: ${n(desktopUnread)}. All ${n(lies.mails)} mails that lie there are read. There is one truth, and it lives on the server; machines may come and go.`,
        ja: `デスクトップは生まれて初めて、このメールボックスをIMAPで開きます。未読を尋ねると${n(desktopUnread)}通。そこにある${n(lies.mails)}通はすべて既読です。記録は一つ、サーバーの上にあり、機械はいくつ増えても減ってもかまいません。`,
      },
      facts: [
        fact('unread', 'unread on the desktop', 'デスクトップの未読', desktopUnread),
        fact('mails', 'mails in the mailbox', 'メールボックスのメール', lies.mails),
      ],
    });
    return {
      en: `Because POP3 keeps no memory on the server: each machine remembers for itself (${n(desktopNew)} “new” on the second one), whereas IMAP keeps read and unread on the server (${n(desktopUnread)}).`,
      ja: `POP3ではサーバーに記憶がなく、機械ごとに覚えているからです（二台目の新着は${n(desktopNew)}通）。IMAPでは既読・未読がサーバーに記録されます（二台目の未読は${n(desktopUnread)}通）。`,
    };
  },
};

/** What a program that leaves mail on the server takes for new. `memory`: the UIDLs that this machine has seen. */
async function byPop3(stage: Stage, memory: Set<string>): Promise<number> {
  const session = await Pop3.open(stage.door(host, 'pop3s'));
  await session.signIn(aiko, password);
  let fresh = 0;
  for (const [number, name] of await session.uidl()) {
    if (memory.has(name)) continue;
    await session.retr(number);
    memory.add(name);
    fresh += 1;
  }
  await session.quit();
  await stage.quiet();
  return fresh;
}

/** How many are unread; reads them. */
async function byImap(stage: Stage): Promise<number> {
  const session = await Imap.open(stage.door(host, 'imaps'));
  await session.signIn(aiko, password);
  await session.ask('SELECT INBOX');
  const unread = await session.search('UNSEEN');
  for (const uid of unread) await session.ask(`UID FETCH ${uid} (BODY[1])`);
  await session.logout();
  await stage.quiet();
  return unread.length;
}
