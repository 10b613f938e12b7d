/** From server to server: the domain, its MX, its address, the same conversation; and an error that stops it. RFC 5321 §5, §6.1. */
import { domainOf } from '../around.ts';
import { handOver } from './clients/mua.ts';
import { aiko, chiyo } from './people.ts';
import type { Scene } from './scene.ts';
import { codeOf, fact, field, many, n } from './stage.ts';

const sender = 'mx1.hana.test';
const exchanger = 'mx.minato.test';
const nobody = 'nobody@yuki.test';

export const betweenServers: Scene = {
  info: {
    number: 2,
    name: 'between-servers',
    title: { en: 'Between servers', ja: 'サーバーからサーバーへ' },
    question: {
      en: 'How does a mail find a server that the sender has never heard of?',
      ja: '聞いたこともない相手のサーバーへ、メールはどうやってたどり着くのでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;
    await handOver(lab, {
      ...{ from: aiko, to: [chiyo], subject: '赤い実' },
      text: '千代さま\n\n南天が色づきました。教室の日に持って伺います。\n\n愛子',
    });
    await stage.quiet();

    const routed = stage.of('routed', ({ recipient, host }) => recipient === chiyo && host === sender)[0];
    stage.step({
      title: { en: 'Only the part after the @', ja: '見るのは @ の後ろだけ' },
      narration: {
        en: `Aiko's server has taken a mail for ${chiyo}. It cuts the address at the @ and looks at the right side only: yuki.test. That domain is not its own, so the mail must go on, and the left side (chiyo) is none of its business; only Chiyo's own server knows who that is. Its decision: “${routed?.decision ?? ''}”, that is, ask the DNS (the telephone book of the network) who takes mail for yuki.test.`,
        ja: `愛子さんのサーバーは、${chiyo} 宛てのメールを引き受けました。アドレスを @ で切り、右側の yuki.test だけを見ます。自分の担当するドメインではないので、よそへ渡さなければなりません。左側の chiyo が誰なのかは、千代さんのサーバーだけが知っていればよいことです。ここでの判断は「${routed?.decision ?? ''}」、つまり yuki.test のメールを受け取るのは誰か、DNS（ネットワークの電話帳）に尋ねることでした。`,
      },
      facts: [
        fact('domain', 'cut out of the address', 'アドレスから切り取られたドメイン', domainOf(routed?.recipient ?? '')),
        fact('decision', 'decision', '判断', routed?.decision ?? ''),
      ],
      takes: (event) =>
        event.host === sender &&
        !event.kind.startsWith('dns.') &&
        event.kind !== 'attempt' &&
        event.kind !== 'delivered' &&
        event.kind !== 'unqueued',
    });

    const answers = stage.of('dns.answer', ({ host, type }) => host === sender && (type === 'MX' || type === 'A'));
    const questions = stage.of('dns.question', ({ host, type }) => host === sender && type !== 'TXT').length;
    const asked = answers.map(({ name, type, answers: found }) => `${name} ${type} → ${found.join(', ') || '–'}`);
    stage.step({
      title: { en: 'MX, then A', ja: 'MXを尋ね、次にAを尋ねる' },
      narration: {
        en: `An MX record (mail exchanger) names the host that takes the mail of a domain, with a number: the smaller, the better. Here it is a host of another domain; Yuki lets the harbour at minato.test look after its mail. A name is not yet an address, so a second question follows, for the A record of that host. What was really asked and answered: ${asked.join('; ')}.`,
        ja: `MXレコード（メール交換ホスト）は、そのドメインのメールを受け取るホストの名前です。番号が付いていて、小さいほど優先されます。ここで返ってきたのは別のドメインのホストでした。雪（yuki）は、メールの世話を港（minato.test）に任せているのです。名前だけではまだつなげないので、次にそのホストのAレコード（アドレス）を尋ねます。実際の問答はこうです。${asked.join('／')}`,
      },
      facts: [
        fact('questions', 'questions by the sending server', '送る側のサーバーの質問', questions),
        fact('answers', 'answers', '答え', asked.join('; ')),
      ],
      takes: ({ kind, host }) => kind.startsWith('dns.') && host === sender,
    });

    const [talk] = stage.of('connected', ({ host, protocol }) => host === exchanger && protocol === 'smtp');
    const codes = stage
      .of('reply', ({ connection }) => connection === talk?.connection)
      .map(({ text }) => codeOf(text));
    const checks = stage.of('dns.question', ({ host }) => host === exchanger).length;
    const checked = stage.of('checked', ({ host }) => host === exchanger)[0];
    stage.step({
      title: { en: 'The same conversation again', ja: '同じ会話がもう一度' },
      narration: {
        en: `Now the server is the one who calls: it says to ${exchanger} just what Aiko's program said to it: EHLO, STARTTLS, MAIL FROM, RCPT TO, DATA. Only the AUTH is missing; between servers nobody has a password. Instead the receiver looked things up itself (${many(checks, 'question')} to the DNS): may this machine send for hana.test (SPF, sender policy framework: ${checked?.spf ?? '–'}), and is the seal on the letter genuine (DKIM, a signature of the domain: ${checked?.dkim ?? '–'})? Its answers: ${codes.join(', ')}. With the last 250 responsibility moved on once more (221 is only the goodbye), and the mail lies in Chiyo's spool, where it waits for her.`,
        ja: `今度はサーバーが電話をかける番です。愛子さんのメールソフトが言ったのと同じことを、${exchanger} に言います。EHLO、STARTTLS、MAIL FROM、RCPT TO、DATA。違うのはAUTHがないことだけです。サーバー同士はパスワードを持っていません。その代わり、受け取る側は自分で調べます（DNSへの質問${n(checks)}回）。この機械は hana.test のメールを送ってよいか（SPF、送信元の取り決め: ${checked?.spf ?? '–'}）、手紙の封印は本物か（DKIM、ドメインの署名: ${checked?.dkim ?? '–'}）。応答コードは順に ${codes.join('、')}。最後の250で責任はもう一度移り（221は別れの挨拶です）、メールは千代さんのスプール（読まれるのを待つ場所）に入りました。`,
      },
      facts: [
        fact('codes', 'reply codes', '応答コード', codes.join(' ')),
        fact('checks', 'questions by the receiving server', '受け取る側のサーバーの質問', checks),
        fact('spf', 'SPF', 'SPF', checked?.spf ?? ''),
        fact('dkim', 'DKIM', 'DKIM', checked?.dkim ?? ''),
      ],
      first: ({ connection }) => connection === talk?.connection,
    });

    await handOver(lab, {
      ...{ from: aiko, to: [nobody], subject: 'Is anybody there?' },
      text: 'I made this address up.\n\n愛子',
    });
    await stage.quiet();
    const failed = stage.of('failed', ({ recipient }) => recipient === nobody)[0];
    const bounce = stage.of('queued', ({ why }) => why === 'bounce')[0];
    const report = await stage.newest(aiko);
    const status = /^Status:\s*(\S+)/im.exec(report)?.[1] ?? '';
    const diagnostic = /^Diagnostic-Code:.*(?:\r\n[ \t].*)*/im.exec(report)?.[0].replace(/\r\n[ \t]+/g, ' ') ?? '';
    const refusing = stage.of('reply', ({ host, outcome }) => host === exchanger && outcome === 'refused')[0];
    stage.step({
      title: { en: 'An error code stops it', ja: 'エラーコードで止まる' },
      narration: {
        en: `A second mail goes to ${nobody}, whom nobody knows. All goes well until RCPT TO. Then: “${failed?.said ?? ''}”. A 5 at the front means that trying again is useless. But Aiko's server has said 250 to her and is responsible, so it writes her a letter of its own, a delivery report (DSN, delivery status notification). In it stand a status for programs, ${status}, and the other server's own words: “${diagnostic}”. Its envelope sender is empty (<${bounce?.reversePath ?? ''}>), so that no report is ever written about a report, and two servers cannot go on complaining to each other. It already lies in her inbox, from “${field(report, 'From')}”, ${n(report.length)} octets.`,
        ja: `二通目の宛先は ${nobody}、誰も知らない人です。RCPT TOまでは順調でしたが、そこで返ってきたのは「${failed?.said ?? ''}」。先頭の5は「何度試しても無駄です」という意味です。けれども愛子さんのサーバーは愛子さんに250と答え、責任を負っています。そこで自分で手紙を書きます。これが配送状況通知（DSN）で、プログラムのための状態コード ${status} と、相手のサーバーの言葉がそのまま「${diagnostic}」と載っています。エンベロープの差出人は空（<${bounce?.reversePath ?? ''}>）です。通知についての通知が書かれ、サーバー同士でいつまでも飛び交うことのないようにするためです。通知は「${field(report, 'From')}」から ${n(report.length)} オクテットで、もう愛子さんの受信箱に入っています。`,
      },
      facts: [
        fact('refusal', 'reply to RCPT TO', 'RCPT TOへの応答', codeOf(failed?.said ?? refusing?.text ?? '')),
        fact('status', 'status in the report', '通知の状態コード', status),
        fact('diagnostic', 'the words in the report', '通知にある相手の言葉', diagnostic),
        fact(
          'reversePath',
          'envelope sender of the report',
          '通知のエンベロープの差出人',
          `<${bounce?.reversePath ?? ''}>`,
        ),
        fact('report', 'octets of the report', '通知のオクテット数', report.length),
      ],
      first: ({ host, protocol }) => host === exchanger && protocol === 'smtp',
    });
    return {
      en: `The server asks the DNS for the MX of the domain after the @ and then for that host's address (${many(questions, 'question')} here), and speaks SMTP with it; and if the answer is an error for good, it sends a report back to the writer.`,
      ja: `サーバーは @ の後ろのドメインのMXを、次にそのホストのアドレスをDNSに尋ね（ここでは${n(questions)}回）、同じSMTPで話します。取り返しのつかないエラーが返ってきたときは、差出人に通知を送ります。`,
    };
  },
};
