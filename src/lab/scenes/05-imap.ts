/** The same mailbox by IMAP: it stays where it is, and the program looks into it. RFC 3501. */
import { Imap } from './clients/imap.ts';
import { aiko, password } from './people.ts';
import type { Scene } from './scene.ts';
import { fact, many, n } from './stage.ts';

const host = 'mx1.hana.test';

export const imap: Scene = {
  info: {
    number: 5,
    name: 'imap',
    title: { en: 'The same mailbox by IMAP', ja: '同じメールボックスをIMAPで' },
    question: {
      en: 'Can I read my mail without taking it away from the server?',
      ja: 'サーバーから持ち出さずにメールを読むことはできますか。',
    },
  },
  seed: true,
  async play(stage) {
    stage.forget();
    const before = await stage.lies(aiko);
    const session = await Imap.open(stage.door(host, 'imaps'));
    await session.signIn(aiko, password);
    const folders = (await session.ask('LIST "" "*"')).untagged.filter(({ text }) => text.startsWith('LIST ')).length;
    const select = await session.ask('SELECT INBOX');
    const exists = Number(
      /^(\d+) EXISTS/.exec(select.untagged.map(({ text }) => text).find((t) => / EXISTS/.test(t)) ?? '')?.[1],
    );
    const unread = (await session.search('UNSEEN')).length;
    stage.step({
      title: { en: 'A library, not a counter', ja: '窓口ではなく、図書室' },
      narration: {
        en: `POP3 is a counter where one collects. IMAP, the Internet Message Access Protocol, is a reading room: mail stays on the server, in folders, and the program looks at it there. LIST shows ${many(folders, 'folder')}. SELECT INBOX opens one and says what is in it: ${many(exists, 'mail')}, ${n(unread)} of them unread. Each command has a tag in front (a1, a2 …), so that the answer can be told from news that the server sends by itself.`,
        ja: `POP3は引き取りの窓口です。IMAP（インターネットメッセージアクセスプロトコル）は閲覧室です。メールはサーバーのフォルダーに置いたまま、その場で読みます。LISTでフォルダーが${n(folders)}個見えました。SELECT INBOXで受信箱を開くと、中身は${n(exists)}通、そのうち未読は${n(unread)}通だとわかります。コマンドの前には札（a1、a2…）が付きます。答えと、サーバーが自分から知らせてくることとを区別するためです。`,
      },
      facts: [
        fact('folders', 'folders', 'フォルダー', folders),
        fact('mails', 'mails in the inbox', '受信箱のメール', exists),
        fact('unread', 'unread', '未読', unread),
      ],
    });

    let mark = session.octetsIn;
    const list = await session.ask('UID FETCH 1:* (UID FLAGS RFC822.SIZE ENVELOPE)');
    const listed = session.octetsIn - mark;
    stage.step({
      title: { en: 'A list without the letters', ja: '手紙なしの一覧' },
      narration: {
        en: `The inbox holds ${n(before.octets)} octets (bytes). To draw the list of mails a program needs only sender, subject, date, size and flags, and IMAP can give just these (FETCH … ENVELOPE): ${many(list.untagged.length, 'row')} in ${n(listed)} octets, ${percent(listed, before.octets)} of the whole.`,
        ja: `受信箱には全部で ${n(before.octets)} オクテット（バイト）あります。けれども一覧に必要なのは、差出人、件名、日付、大きさ、フラグだけです。IMAPならそれだけを取り寄せられます（FETCH … ENVELOPE）。${n(list.untagged.length)}行で ${n(listed)} オクテット、全体の${percent(listed, before.octets)}でした。`,
      },
      facts: [
        fact('whole', 'octets of the mailbox', '受信箱のオクテット数', before.octets),
        fact('listed', 'octets for the list', '一覧のオクテット数', listed),
      ],
    });

    const big = list.untagged
      .map(({ text }) => ({
        uid: Number(/\bUID (\d+)/.exec(text)?.[1]),
        size: Number(/RFC822\.SIZE (\d+)/.exec(text)?.[1]),
      }))
      .sort((a, b) => b.size - a.size)[0];
    mark = session.octetsIn;
    const text = await session.ask(`UID FETCH ${big?.uid} (BODY.PEEK[1])`);
    const forText = session.octetsIn - mark;
    mark = session.octetsIn;
    const piece = await session.ask(`UID FETCH ${big?.uid} (BODY.PEEK[2]<0.1024>)`);
    const forPiece = session.octetsIn - mark;
    const size = big?.size ?? 0;
    stage.step({
      title: { en: 'A part, or a part of a part', ja: '一部分だけ、そのまた一部だけ' },
      narration: {
        en: `The largest mail has ${n(size)} octets, because a picture is in it. Parts of a mail have numbers: 1 is the text, 2 the picture. Fetching part 1 alone took ${n(forText)} octets (${n(text.untagged[0]?.literals[0]?.length ?? 0)} of them text). And the first 1,024 octets of the picture, as it travels in letters and digits (Base64), came for ${n(forPiece)}; a program can show the beginning of something large, and ask for the rest if you want it.`,
        ja: `いちばん大きなメールは ${n(size)} オクテットあります。写真が入っているからです。メールの各部分には番号があり、1が本文、2が写真です。1だけを取り寄せると ${n(forText)} オクテットで済みました（うち本文は ${n(text.untagged[0]?.literals[0]?.length ?? 0)}）。写真の先頭1,024オクテットだけなら（文字に直したBase64の形で） ${n(forPiece)} です。大きなものの初めだけを見せ、続きは望まれたときに取り寄せることができます。`,
      },
      facts: [
        fact('size', 'octets of the largest mail', '最大のメールのオクテット数', size),
        fact('text', 'octets to read its text', '本文を読むためのオクテット数', forText),
        fact('piece', 'octets for 1,024 of the picture', '写真の先頭1,024のためのオクテット数', forPiece),
        fact(
          'literal',
          'octets of picture that came',
          '届いた写真のオクテット数',
          piece.untagged[0]?.literals[0]?.length ?? 0,
        ),
      ],
    });

    await session.ask(`UID STORE ${big?.uid} +FLAGS (\\Flagged)`);
    await session.ask('CREATE Keep');
    await session.ask(`UID MOVE ${big?.uid} Keep`);
    mark = session.octetsIn;
    const found = await session.search('TEXT "persimmon"');
    const forSearch = session.octetsIn - mark;
    await session.logout();
    await stage.quiet();
    const kept = await stage.lies(aiko, 'Keep');
    const left = await stage.lies(aiko);
    stage.step({
      title: { en: 'Order is kept on the server', ja: '整理もサーバーの上で' },
      narration: {
        en: `Flags (read, answered, starred) belong to the mail on the server, and so do folders: the mail with the picture got a star and went to a new folder, Keep. There lies ${many(kept.mails, 'mail')} now, in the inbox ${n(left.mails)}. Even searching is done there: “persimmon” was found in ${many(found.length, 'mail')}, and ${n(forSearch)} octets came over the line for it. After LOGOUT everything is still where it was put.`,
        ja: `フラグ（既読、返信済み、星印）はサーバー上のメールに付きます。フォルダーもサーバーにあります。写真のメールに星を付け、新しいフォルダーKeepに移しました。Keepには今${n(kept.mails)}通、受信箱には${n(left.mails)}通あります。検索もサーバーがします。「persimmon」は${n(found.length)}通に見つかり、そのために回線を通ったのは ${n(forSearch)} オクテットでした。LOGOUTの後も、すべては置いた場所にあります。`,
      },
      facts: [
        fact('kept', 'mails in Keep', 'Keepのメール', kept.mails),
        fact('left', 'mails in the inbox', '受信箱のメール', left.mails),
        fact('found', 'found on the server', 'サーバーで見つかったメール', found.length),
        fact('search', 'octets for the search', '検索のオクテット数', forSearch),
        fact('in', 'octets received in all', '受信オクテットの合計', session.octetsIn),
      ],
    });
    return {
      en: `Yes: IMAP leaves everything on the server and fetches what you look at; all of this took ${n(session.octetsIn)} octets of a mailbox of ${n(before.octets)}.`,
      ja: `できます。IMAPではすべてがサーバーに残り、見るものだけを取り寄せます。ここまでの全部で、${n(before.octets)} オクテットのメールボックスのうち ${n(session.octetsIn)} オクテットしか受信していません。`,
    };
  },
};

const percent = (part: number, whole: number): string => `${((part / Math.max(1, whole)) * 100).toFixed(1)}%`;
