'use client';

const sentences: Record<string, string> = {
  'wrong-credentials': 'The e-mail address or the password is wrong.',
  CredentialsSignin: 'The e-mail address or the password is wrong.',
  'too-many-attempts': 'Too many attempts. Wait a few minutes, then try again.',
  'invalid-input': 'The e-mail address or the password is wrong.',
};

/** Starts a session; answers with a sentence where that did not work. Which of the two was wrong is never told. */
export async function signIn(credentials: { email: string; password: string }): Promise<string | undefined> {
  try {
    const { signIn: startSession } = await import('next-auth/react');
    const answer = await startSession('password', { ...credentials, redirect: false });
    if (answer?.ok && !answer.error) return undefined;
    return sentences[answer?.error ?? ''] ?? 'Gatehouse could not sign you in. Try again; its log says more.';
  } catch {
    return 'Gatehouse does not answer. Check that it is running, then try again.';
  }
}
