/** From the writer's program to the submission server. RFC 6409. */

import { stubResolver } from './clients/dns.ts';
import { handOver } from './clients/mua.ts';
import { Smtp } from './clients/smtp.ts';
import { aiko, ben } from './people.ts';
import type { Scene } from './scene.ts';
import { codeOf, fact, fields, many, n } from './stage.ts';

const office = 'mx1.hana.test';

export const handingOver: Scene = {
  info: {
    number: 1,
    name: 'handing-over',
    title: { en: 'Composing and handing over', ja: '書いて、渡す' },
    question: {
      en: 'What happens when I press “Send”?',
      ja: '「送信」を押すと、何が起きるのでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;

    const [address = ''] = await stubResolver(lab).resolve4(office);
    const questions = stage.of('dns.question').length;
    stage.step({
      title: { en: 'Where is the post office?', ja: '郵便局はどこでしょうか' },
      narration: {
        en: `Aiko has written to Ben. Her mail program (a MUA, mail user agent) does not look for Ben at all. It knows one name from its account settings: ${office}, the submission server, the post office that takes her mail. Programs connect to numbers, not to names, so it asks the DNS (domain name system), the telephone book of the network: “which address (A record) has ${office}?” The answer is ${address}. ${many(questions, 'question')}, and the way to the counter is known.`,
        ja: `愛子さんがベンさんにメールを書きました。愛子さんのメールソフト（MUA）は、ベンさんを探しに行くわけではありません。アカウント設定にある名前を一つだけ知っています。メールを受け付けてくれる送信サーバー、いわば郵便局の ${office} です。通信の相手は名前ではなく番号で指定するので、まずネットワークの電話帳であるDNS（ドメイン名システム）に「${office} のアドレス（Aレコード）は何番ですか」と尋ねます。答えは ${address} でした。${n(questions)}回の質問で、窓口の場所がわかります。`,
      },
      facts: [
        fact('questions', 'questions to the DNS', 'DNSへの質問', questions),
        fact('address', `address of ${office}`, `${office} のアドレス`, address),
      ],
    });

    const sent = await handOver(lab, {
      ...{ from: aiko, to: [ben], subject: '水仙 / Narcissus' },
      text: 'Ben, forty of them are in the window now. They lean towards the door, as if they expected somebody.\n\n愛子',
    });
    await stage.quiet();
    const [conversation] = stage.of('connected', ({ protocol }) => protocol === 'submission');
    const mine = conversation?.connection;
    const commands = stage.of('command', (event) => event.connection === mine);
    const replies = stage.of('reply', (event) => event.connection === mine);
    const codes = replies.map(({ text }) => codeOf(text)).filter((code) => code !== '');
    const tls = stage.of('tls', (event) => event.connection === mine)[0]?.version ?? '';
    const signedIn = stage.of('signed-in', ({ accepted }) => accepted)[0];
    const head = sent.octets.indexOf('\r\n\r\n') + 4;
    stage.step({
      title: { en: 'The conversation at the counter', ja: '窓口での会話' },
      narration: {
        en: `They speak SMTP, the Simple Mail Transfer Protocol: one side says a short command, the other answers with a number of three digits. A 2 in front means “done”, 3 “go on”, 4 “not now”, 5 “no”. EHLO is the greeting; the answer lists what the server can do. STARTTLS turns on encryption (${tls}), and both begin anew; AUTH proves that it is really ${signedIn?.user ?? ''}. Then comes the envelope: MAIL FROM says who sends, RCPT TO for whom it is. (The program says these and DATA in one go: the server offered PIPELINING.) Only after the answer 354 comes the letter itself, ${n(sent.size)} octets (bytes of eight bits), of which ${n(head)} are the header (From, To, Subject and so on). The post goes by the envelope; what is written in the header is for the reader. The server answered: ${codes.join(', ')}. (The port, the number of the counter in the building, is 587 in the world outside and 2587 here, because low numbers are kept for the system.)`,
        ja: `二台はSMTP（簡易メール転送プロトコル）という約束で話します。一方が短いコマンドを言い、もう一方が三桁の数字で答えます。先頭が2なら「できました」、3なら「続きをどうぞ」、4なら「今はできません」、5なら「お断りします」です。EHLOは挨拶で、サーバーは自分にできることを並べて答えます。STARTTLSで暗号化（${tls}）を始め、挨拶からやり直します。AUTHは本人（${signedIn?.user ?? ''}）の証明です。次がエンベロープ（封筒）で、MAIL FROMが差出人、RCPT TOが宛先です（サーバーがPIPELININGに対応しているので、メールソフトはDATAまでを一息に言っています）。手紙そのものは、354という返事の後に送られます。全部で ${n(sent.size)} オクテット（8ビットのバイト）、そのうち ${n(head)} オクテットはヘッダー（From、To、Subjectなど）です。配達はエンベロープだけを見て行われ、ヘッダーは読む人のためのものです。サーバーの返事は順に ${codes.join('、')} でした（ポートは建物の中の窓口の番号です。普通は587ですが、小さい番号はシステム用なので、ラボでは2587を使います）。`,
      },
      facts: [
        fact('commands', 'commands', 'コマンドの数', commands.length),
        fact('codes', 'reply codes', '応答コード', codes.join(' ')),
        fact('tls', 'encryption', '暗号化', tls),
        fact('octets', 'octets of the mail', 'メールのオクテット数', sent.size),
        fact('header', 'of them header', 'うちヘッダー', head),
      ],
      takes: (event) => event.connection === mine,
    });

    const stored = await stage.newest(ben);
    const received = fields(stored, 'Received');
    const more = stored.length - sent.size;
    const [lies] = stage.of('stored', ({ user }) => user === ben);
    stage.step({
      title: { en: 'Responsibility changes hands', ja: '責任が移る瞬間' },
      narration: {
        en: `The last answer, “${sent.said}”, is the most important one. The server says 250 only when the mail lies safely on its disk; from then on it must deliver the mail or report back. Ben lives on the same host, so it went straight into his spool, the place where mail waits for its reader, as number ${lies?.uid ?? 0} of his inbox. It grew by ${n(more)} octets on the way, all of them in the header: the host stamped it like a postmark (${many(received, 'Received field')}), copied the envelope to the top (Return-Path from whom, Delivered-To for whom), and added its seal, a signature of the domain (DKIM). The letter below was not touched.`,
        ja: `最後の返事「${sent.said}」が、いちばん大切です。サーバーは、メールを確実にディスクへ書き終えてから250と答えます。その瞬間から、届けるか、届けられないと知らせるかの責任はサーバーにあります。ベンさんのメールボックスは同じホストにあるので、メールはそのままスプール（読まれるのを待つ場所）に入り、受信箱の${lies?.uid ?? 0}番になりました。途中で ${n(more)} オクテット増えています。増えたのはヘッダーだけです。ホストが消印のようにReceivedを${n(received)}つ押し、エンベロープの差出人と宛先を先頭に写し（Return-PathとDelivered-To）、ドメインの署名（DKIM）を封印として加えました。本文には手を触れていません。`,
      },
      facts: [
        fact('said', 'the last answer', '最後の応答', sent.said),
        fact('stored', 'octets in the spool', 'スプールでのオクテット数', stored.length),
        fact('added', 'octets added', '増えたオクテット数', more),
        fact('received', 'Received fields', 'Receivedの数', received),
      ],
    });

    const stranger = await Smtp.open(stage.door(office, 'submissions'));
    await stranger.ask('EHLO stranger.example');
    const no = await stranger.ask(`MAIL FROM:<${aiko}>`);
    await stranger.quit();
    await stage.quiet();
    stage.step({
      title: { en: 'Without a name, no service', ja: '名乗らなければ受け付けない' },
      narration: {
        en: `Somebody else comes to the same post office, by its other door (submissions, encrypted from the first octet), does not sign in, and says MAIL FROM:<${aiko}>. The answer is ${no.code}: “${no.said}”. Early mail servers took anybody's mail for anywhere, and were soon used by those who had a million letters to send. A submission server today wants to know who you are, first of all.`,
        ja: `同じ郵便局のもう一つの入口（submissions、最初の1オクテットから暗号化）に別の誰かがやって来て、認証をせずに MAIL FROM:<${aiko}> と言いました。返事は${no.code}、「${no.said}」です。昔のメールサーバーは、誰からのどこ宛てのメールでも引き受けていたため、何百万通も送りたい人たちに使われてしまいました。今の送信サーバーは、まず相手が誰かを確かめます。`,
      },
      facts: [fact('refusal', 'reply to a stranger', '名乗らない相手への応答', no.code)],
    });
    return {
      en: `Your program asks the DNS for the address of your own submission server, signs in, hands over the envelope and then the letter, and is free when it hears 250 (here after ${many(commands.length, 'command')}): from then on the server is responsible.`,
      ja: `メールソフトは自分の送信サーバーのアドレスをDNSに尋ね、認証し、エンベロープと手紙を渡します。250という返事を聞いた時点（ここでは${n(commands.length)}個のコマンドの後）で役目は終わり、責任はサーバーに移ります。`,
    };
  },
};
