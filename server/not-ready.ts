import type { RequestListener } from 'node:http';
import { answerText, setSecurityHeaders } from '#server/answers.ts';

/** Answers while Gatehouse starts. */
export const notReady: RequestListener = (_request, response) => {
  setSecurityHeaders(response, false);
  response.setHeader('retry-after', '2');
  answerText(response, 503, 'Gatehouse is starting; try again in a moment.');
};
