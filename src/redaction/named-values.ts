/** How a redactor treats values that have names. */
export interface NamedValues {
  /** Notes a secret under a name, to be looked for everywhere. */
  learnNamed(name: string, value: string): void;
  /** Notes the secrets in a text. */
  learnText(text: string): void;
  /** Replaces the value where its name makes it a secret, else the secrets in it. */
  redactNamed(name: string, value: string, where: string): string;
  redactText(value: string, where: string): string;
  isAllowed(name: string): boolean;
}
