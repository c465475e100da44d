/** What went wrong, and what to do about it. */
type ProblemText = readonly [what: string, remedy: string];

/** Every text that our pages have in common. */
export interface Catalog {
  readonly signIn: string;
  readonly signInWhy: string;
  readonly token: string;
  readonly showToken: string;
  readonly goOn: string;
  readonly noAnswer: ProblemText;
  /** For an answer that is no problem of ours; {status} is that of HTTP. */
  readonly answered: string;
  /** By their codes, those that a person at a page may meet. In English a service says it by itself, in more detail. */
  readonly problems: Readonly<Record<string, ProblemText>>;
}

export const en: Catalog = {
  signIn: 'Sign in',
  signInWhy: 'This service answers only to those who hold one of its tokens.',
  token: 'Token',
  showToken: 'Show or hide the token',
  goOn: 'Continue',
  noAnswer: ['The service did not answer.', 'Check that it runs, then try again.'],
  answered: 'The service answered {status}.',
  problems: {},
};
