import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { errorForLog } from '#server/error-for-log.ts';
import { startSentence } from '#server/start-problem.ts';

const secret = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$dGFn';

/** As Drizzle and the driver throw it: the values stand in the message, the stack and in fields. */
function failedQuery(): Error {
  const driver = Object.assign(new Error('new row for relation "administrators" violates check constraint'), {
    code: '23514',
    detail: `Failing row contains (adm_1, Ada, ${secret}).`,
  });
  return new DrizzleQueryError('insert into "administrators" values ($1, $2)', ['adm_1', secret], driver);
}

test('a failed query is logged with its reason and without its values', () => {
  const logged = errorForLog(failedQuery());
  expect(JSON.stringify(logged)).not.toContain('argon2id');
  expect(logged).toMatchObject({
    type: 'DrizzleQueryError',
    query: 'insert into "administrators" values ($1, $2)',
    stack: expect.stringContaining('error-for-log.test.ts'),
    cause: { code: '23514', message: 'new row for relation "administrators" violates check constraint' },
  });
});

test('a start that fails in a query does not print its values', () => {
  const said = startSentence(failedQuery());
  expect(said).not.toContain('argon2id');
  expect(said).toContain('violates check constraint');
});

test('any other error keeps its message, and one that causes itself ends', () => {
  const error = new Error('it broke');
  error.cause = error;
  expect(errorForLog(error)).toMatchObject({ type: 'Error', message: 'it broke', cause: { message: 'it broke' } });
  expect(errorForLog('thrown text')).toEqual({ type: 'string', message: 'thrown text' });
});
