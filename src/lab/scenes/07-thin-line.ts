/** A small device on a thin line: what must come, and what can wait. */
import { Imap } from './clients/imap.ts';
import { Pop3 } from './clients/pop3.ts';
import { textPart } from './clients/text-part.ts';
import { aiko, password } from './people.ts';
import type { Scene } from './scene.ts';
import { fact, n } from './stage.ts';

const host = 'mx1.hana.test';
const bitsPerSecond = 64_000;

export const thinLine: Scene = {
  info: {
    number: 7,
    name: 'thin-line',
    title: { en: 'The small device on a thin line', ja: '細い回線の小さな端末' },
    question: {
      en: 'What is the least that must come over the line so that I can read my mail on the way?',
      ja: '外出先でメールを読むのに、最低どれだけのデータを受信すればよいのでしょうか。',
    },
  },
  seed: true,
  async play(stage) {
    stage.forget();
    const mailbox = await stage.lies(aiko);
    const whole = await Pop3.open(stage.door(host, 'pop3s'));
    await whole.signIn(aiko, password);
    const numbers = [...(await whole.uidl()).keys()];
    const sizes: number[] = [];
    for (const number of numbers) sizes.push((await whole.retr(number)).length);
    const largest = Math.max(...sizes);
    await whole.quit();
    await stage.quiet();
    const all = whole.octetsIn;
    stage.step({
      title: { en: 'Everything, by POP3', ja: 'すべてを、POP3で' },
      narration: {
        en: `Aiko sits in a mountain train with a small device. Its program knows POP3 only and takes all ${n(numbers.length)} mails whole: ${n(all)} octets (bytes) came in, counted inside the encryption. On a line of 64 kbit/s that would be ${seconds(all)} seconds (computed: octets × 8 ÷ 64,000; in the lab the line is as fast as the machine). ${n(largest)} of them are one single mail with a picture, which she cannot see well on the small screen anyway.`,
        ja: `愛子さんは山の列車の中で、小さな端末を手にしています。このソフトはPOP3しか知らず、${n(numbers.length)}通をまるごと受け取ります。受信は ${n(all)} オクテット（バイト）でした（暗号化の内側で数えています）。64 kbit/sの回線なら${seconds(all)}秒かかる計算です（オクテット数×8÷64,000。このラボの中では回線は機械そのものの速さです）。そのうち ${n(largest)} オクテットは写真の入った一通で、小さな画面ではどうせよく見えません。`,
      },
      facts: [
        fact('mails', 'mails', 'メール', numbers.length),
        fact('octets', 'octets received', '受信オクテット', all),
        fact('largest', 'of them the largest mail', 'うち最大のメール', largest),
        fact('seconds', 'seconds at 64 kbit/s (computed)', '64 kbit/sでの秒数（計算値）', seconds(all)),
      ],
    });

    const tops = await Pop3.open(stage.door(host, 'pop3s'));
    await tops.signIn(aiko, password);
    for (const number of numbers) await tops.top(number, 0);
    await tops.quit();
    await stage.quiet();
    const heads = tops.octetsIn;
    stage.step({
      title: { en: 'Only the heads, by POP3', ja: '見出しだけを、POP3で' },
      narration: {
        en: `POP3 has one small help: TOP n 0 gives the header of mail n (From, Subject and so on) and 0 lines of its body. For all headers ${n(heads)} octets came in, ${seconds(heads)} seconds (computed in the same way). But to read a text she would have to take the whole mail, or guess how many lines of it might be text.`,
        ja: `POP3にも小さな工夫が一つあります。TOP n 0 と言えば、n番のメールのヘッダー（FromやSubjectなど）と本文0行、つまりヘッダーだけが届きます。全部のヘッダーで ${n(heads)} オクテット、同じ計算で${seconds(heads)}秒です。ただ、本文を読むには、メールをまるごと受け取るか、何行目までが文章かを当てずっぽうで決めるしかありません。`,
      },
      facts: [
        fact('octets', 'octets received', '受信オクテット', heads),
        fact('seconds', 'seconds at 64 kbit/s (computed)', '64 kbit/sでの秒数（計算値）', seconds(heads)),
      ],
    });

    const session = await Imap.open(stage.door(host, 'imaps'));
    await session.signIn(aiko, password);
    await session.ask('EXAMINE INBOX');
    const rows = (await session.ask('UID FETCH 1:* (UID ENVELOPE BODYSTRUCTURE)')).untagged;
    const forList = session.octetsIn;
    let texts = 0;
    let ofLargest = 0;
    for (const row of rows) {
      const { text } = row;
      const uid = /\bUID (\d+)/.exec(text)?.[1];
      const part = textPart(text);
      if (uid === undefined || part === null) continue;
      const before = session.octetsIn;
      await session.ask(`UID FETCH ${uid} (BODY.PEEK[${part}])`);
      texts += 1;
      if (rows.indexOf(row) === sizes.indexOf(largest)) ofLargest = session.octetsIn - before;
    }
    await session.logout();
    await stage.quiet();
    const some = session.octetsIn;
    stage.step({
      title: { en: 'Text only, by IMAP', ja: '文章だけを、IMAPで' },
      narration: {
        en: `By IMAP the program opens the inbox for looking only (EXAMINE) and first asks for the list (ENVELOPE) and for the structure of each mail (BODYSTRUCTURE): which part is text, which is a picture, how large is each. So far ${n(forList)} octets came in. Then it fetches the text parts alone, ${n(texts)} of them: of the mail with the picture ${n(ofLargest)} octets instead of ${n(largest)}. In all ${n(some)} octets, ${seconds(some)} seconds at 64 kbit/s (computed). The picture stays where it is, and can be fetched at home. She can read every letter, with ${percent(some, all)} of what POP3 brought.`,
        ja: `IMAPでは、受信箱を見るだけの形で開き（EXAMINE）、まず一覧（ENVELOPE）と、各メールの構造（BODYSTRUCTURE）を尋ねます。どれが文章でどれが写真か、大きさはそれぞれいくつか。ここまでで ${n(forList)} オクテットです。次に文章の部分だけを${n(texts)}通分取り寄せました。写真の入った一通は、${n(largest)} オクテットのうち ${n(ofLargest)} オクテットで済みました。合計 ${n(some)} オクテット、64 kbit/sで${seconds(some)}秒の計算です。写真はサーバーに置いたまま、家に帰ってから開けばよいのです。POP3の${percent(some, all)}で、すべての手紙が読めました。`,
      },
      facts: [
        fact('texts', 'texts', '本文', texts),
        fact(
          'ofLargest',
          'octets for the text of the largest mail',
          '最大のメールの文章のためのオクテット数',
          ofLargest,
        ),
        fact('octets', 'octets received', '受信オクテット', some),
        fact('seconds', 'seconds at 64 kbit/s (computed)', '64 kbit/sでの秒数（計算値）', seconds(some)),
        fact('mailbox', 'octets of the mailbox', 'メールボックスのオクテット数', mailbox.octets),
      ],
    });
    return {
      en: `The list and the text parts: ${n(some)} octets by IMAP instead of ${n(all)} by POP3, computed for a line of 64 kbit/s ${seconds(some)} seconds instead of ${seconds(all)}.`,
      ja: `一覧と文章の部分だけで足ります。POP3の ${n(all)} オクテットに対してIMAPでは ${n(some)} オクテット、64 kbit/sの回線なら、計算では${seconds(all)}秒が${seconds(some)}秒になります。`,
    };
  },
};

const seconds = (octets: number): string => ((octets * 8) / bitsPerSecond).toFixed(1);
const percent = (part: number, all: number): string => `${((part / Math.max(1, all)) * 100).toFixed(1)}%`;
