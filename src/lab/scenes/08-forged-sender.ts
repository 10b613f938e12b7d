/** Somebody writes another's name on the envelope: as it was, and as it is with SPF, DKIM and DMARC. RFC 7208, 6376, 7489. */
import { asMailError } from '../../base/errors.ts';
import { handOver } from './clients/mua.ts';
import { type Reply, Smtp } from './clients/smtp.ts';
import { aiko, ben, chiyo, daichi, emi } from './people.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { codeOf, fact, field, many, n } from './stage.ts';

export const forgedSender: Scene = {
  info: {
    number: 8,
    name: 'forged-sender',
    title: { en: 'The forged sender, then and now', ja: '偽の差出人、昔と今' },
    question: {
      en: 'Can anybody write a mail in my name?',
      ja: '誰かが私の名前でメールを書くことはできるのでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;
    const then = await forge(stage, 'niwa.test', aiko, daichi);
    const arrived = await stage.lies(daichi);
    stage.step({
      title: { en: 'Then: everything is believed', ja: '昔　何でも信じた' },
      narration: {
        en: `A stranger's machine connects to niwa.test, where things are as they were in the beginning, and says MAIL FROM:<${aiko}>, the sender on the envelope; the From in the letter, which Daichi will see, says the same. Nobody asks how it comes to that name. The answer to the letter: “${then.said}”. Now there is ${many(arrived.mails, 'mail')} in Daichi's inbox, from Aiko, who never wrote it. It is as with a postcard: whoever holds the pen signs.`,
        ja: `見知らぬ機械が、昔のままに運営されている niwa.test につなぎ、MAIL FROM:<${aiko}> と言いました。エンベロープ（封筒）の差出人です。大地さんの目に入る手紙の中のFromにも、同じ名前が書いてあります。その名前を名乗る資格があるのか、誰も尋ねません。返事は「${then.said}」。大地さんの受信箱には、愛子さんの書いていない、愛子さんからのメールが${n(arrived.mails)}通あります。はがきと同じで、署名するのはペンを持った人です。`,
      },
      facts: [
        fact('reply', 'reply to the forged letter', '偽の手紙への応答', then.code),
        fact('arrived', 'mails in the inbox', '受信箱のメール', arrived.mails),
      ],
    });

    const own = await handOver(lab, {
      ...{ from: chiyo, as: aiko, to: [ben], subject: 'A small loan' },
      text: 'Dear Ben, please send money. Chiyo',
    }).then(
      ({ said }) => said,
      (error: unknown) => asMailError(error, 'scene').said ?? String(error),
    );
    await stage.quiet();
    stage.step({
      title: { en: 'Now: your own post office looks', ja: '今　自分の郵便局が確かめる' },
      narration: {
        en: `At hana.test somebody signs in as ${aiko} and writes in the name of ${chiyo}. The submission server knows which addresses each user owns, and that one is not hers: “${own}”. So a forger cannot use the front door; he must build a machine of his own.`,
        ja: `hana.test で、${aiko} として認証した人が ${chiyo} の名前で書こうとしました。送信サーバーは利用者ごとに使ってよいアドレスを知っていて、これは本人のものではありません。「${own}」。偽者は正面の窓口を使えず、自分で機械を用意するしかありません。`,
      },
      facts: [fact('reply', 'reply of the submission server', '送信サーバーの応答', codeOf(own))],
    });

    const now = await forge(stage, 'mx1.hana.test', aiko, ben);
    const checked = stage.of('checked', ({ host }) => host === 'mx1.hana.test').at(-1);
    const questions = stage.of('dns.question', ({ host }) => host === 'mx1.hana.test').length;
    const forged = await stage.lies(ben);
    stage.step({
      title: { en: 'Now: the receiver asks the domain', ja: '今　受け取る側がドメインに尋ねる' },
      narration: {
        en: `The forger's machine goes straight to the mail exchanger of hana.test, as anybody may, with MAIL FROM:<${aiko}>. But the domain has published in the DNS (the telephone book of the network) which machines may send for it (SPF), a key by which the seal on its letters can be checked (DKIM), and what to do with letters that bear its name in From while neither of the two speaks for them (DMARC). The receiver asks ${n(questions)} questions and finds: SPF ${checked?.spf ?? '–'}, DKIM ${checked?.dkim ?? '–'}, DMARC ${checked?.dmarc ?? '–'}. Hana's own wish is “reject”, so: “${now.said}”. Ben's inbox: ${n(forged.mails)}.`,
        ja: `偽者の機械は、誰でもつなげる hana.test のメールサーバーへ直接行き、MAIL FROM:<${aiko}> と言います。ところが hana.test はDNS（ネットワークの電話帳）で、どの機械がこのドメインのメールを送ってよいか（SPF）、手紙の封印を確かめる鍵（DKIM）、Fromで名乗っているのにどちらの裏付けもない手紙をどう扱ってほしいか（DMARC）を公開しています。受け取る側が${n(questions)}回質問して調べた結果は、SPFが${checked?.spf ?? '–'}、DKIMが${checked?.dkim ?? '–'}、DMARCが${checked?.dmarc ?? '–'}。hana.test 自身の希望は「拒否」なので、返事は「${now.said}」です。ベンさんの受信箱は${n(forged.mails)}通のままです。`,
      },
      facts: [
        fact('reply', 'reply to the forged letter', '偽の手紙への応答', now.code),
        fact('spf', 'SPF', 'SPF', checked?.spf ?? ''),
        fact('dkim', 'DKIM', 'DKIM', checked?.dkim ?? ''),
        fact('dmarc', 'DMARC', 'DMARC', checked?.dmarc ?? ''),
        fact('questions', 'questions to the DNS', 'DNSへの質問', questions),
      ],
    });

    const marked = await forge(stage, 'mx1.hana.test', chiyo, ben);
    const letter = marked.code < 300 ? await stage.newest(ben) : '';
    const results = field(letter, 'Authentication-Results');
    stage.step({
      title: { en: 'Now: let in, but marked', ja: '今　通すが、印を付ける' },
      narration: {
        en: `The same with ${chiyo}'s name. Yuki has SPF too, but its DMARC says “none”: only watching for now. Such a letter is answered ${marked.code} and comes in, with a note from the receiver on it, Authentication-Results: “${results}”. A mail program can warn its reader by that.`,
        ja: `同じことを ${chiyo} の名前でしてみます。雪（yuki.test）にもSPFはありますが、DMARCは「none」、今は様子を見るだけという方針です。手紙は${marked.code}で受け取られ、受信側の所見 Authentication-Results が書き込まれました。「${results}」。メールソフトは、これを見て読む人に注意を促すことができます。`,
      },
      facts: [
        fact('reply', 'reply to the forged letter', '偽の手紙への応答', marked.code),
        fact('results', 'Authentication-Results', 'Authentication-Results', results),
      ],
    });

    await handOver(lab, { from: chiyo, to: [ben], subject: '本物です', text: 'これは、ほんとうに私です。\n\n千代' });
    await stage.quiet();
    const genuine = stage.of('checked', ({ host }) => host === 'mx1.hana.test').at(-1);
    stage.step({
      title: { en: 'The genuine one', ja: '本物' },
      narration: {
        en: `And now ${chiyo} herself, by her own server. SPF: ${genuine?.spf ?? '–'}; DKIM: ${genuine?.dkim ?? '–'}; DMARC: ${genuine?.dmarc ?? '–'}. She had to do nothing for that; her server sealed the letter on its way out.`,
        ja: `最後に、${chiyo} 本人が自分のサーバーから送りました。SPFは${genuine?.spf ?? '–'}、DKIMは${genuine?.dkim ?? '–'}、DMARCは${genuine?.dmarc ?? '–'}。千代さんは何もしていません。送り出すときに、サーバーが封印してくれたのです。`,
      },
      facts: [
        fact('spf', 'SPF', 'SPF', genuine?.spf ?? ''),
        fact('dkim', 'DKIM', 'DKIM', genuine?.dkim ?? ''),
        fact('dmarc', 'DMARC', 'DMARC', genuine?.dmarc ?? ''),
      ],
    });
    return {
      en: `Where nobody checks, yes (${then.code} at niwa.test); where your domain publishes SPF, DKIM and DMARC and the receiver looks, no (${now.code} at hana.test).`,
      ja: `誰も確かめないところではできてしまいます（niwa.test では${then.code}）。ドメインがSPF・DKIM・DMARCを公開し、受け取る側が確かめるところではできません（hana.test では${now.code}）。`,
    };
  },
};

/** A machine outside of the world brings a letter in somebody's name to a mail exchanger. The last reply. */
async function forge(stage: Stage, host: string, from: string, to: string): Promise<Reply> {
  const machine = await Smtp.open(stage.door(host, 'smtp'));
  let last = await machine.ask('EHLO forger.example');
  for (const command of [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
    last = await machine.ask(command);
    if (last.code >= 400) break;
  }
  if (last.code === 354)
    last = await machine.send(
      `From: ${from}\r\nTo: ${to}\r\nSubject: Watches, very cheap\r\nDate: ${new Date(stage.lab.clock.now()).toUTCString().replace('GMT', '+0000')}\r\nMessage-ID: <${Math.round(stage.lab.clock.now())}.${from}>\r\n\r\nGenuine watches. Ask ${emi} about them.\r\n`,
    );
  await machine.quit();
  await stage.quiet();
  return last;
}
