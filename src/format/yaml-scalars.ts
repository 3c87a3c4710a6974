/**
 * Which strings the canonical encoding writes without quotes: those that no version of YAML reads as anything else. The
 * fast reader takes a bare word for a string under the same rule, so that the two cannot disagree.
 */
export function isPlainString(text: string): boolean {
  return (words.test(text) && !brokenOff.test(text) && !reserved.test(text)) || digitWord.test(text);
}

/** A time as Pixelis writes it, which stays without quotes where a schema asks for a time. */
export function isPlainTimestamp(text: string): boolean {
  return timestamp.test(text);
}

/** The number that JSON reads here; undefined where it reads none. */
export function plainNumber(text: string): number | undefined {
  if (!jsonNumber.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Begins with a letter. One class and no alternatives, so that a text of any length takes no stack. */
const words = /^[A-Za-z_/][A-Za-z0-9_./+@=()%,~: -]*$/;
/** A space or a colon stands only before something that makes it part of the string. */
const brokenOff = /[: ](?![A-Za-z0-9_./+@=()%,~])/;
/** Begins with a digit and holds a letter that is in no number, in no base, and in no date. */
const digitWord = /^[0-9](?=[A-Za-z0-9_]*[g-np-wyzG-NP-SU-WY])[A-Za-z0-9_]*$/;
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
