import { answerQuestion } from '#components/pki-worker/answer-question.ts';
import { pkiDesk } from '#components/pki-worker/pki-desk.ts';
import type { PkiQuestion } from '#components/pki-worker/pki-messages.ts';

const desk = pkiDesk();

globalThis.addEventListener('message', (event: MessageEvent<PkiQuestion>) => {
  void answerQuestion(desk, event.data).then((answer) => globalThis.postMessage(answer));
});
