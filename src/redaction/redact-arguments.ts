import type { NamedValues } from './named-values.js';

/** A program and its arguments without secrets: what `--password` is followed by, `--token=x`, `KEY=x`, and what else shows. */
export function redactArguments(argv: readonly string[], values: NamedValues): readonly string[] {
  const named = argv.map((argument, index) => namedArgument(argv, index) ?? { lead: '', name: '', value: argument });
  // All of them first: one argument may repeat what another is the name of.
  for (const { name, value } of named) if (name !== '') values.learnNamed(name, value);
  // What several arguments say together: `wandb login …`.
  values.learnText(argv.join(' '));
  return named.map(({ lead, name, value }) => {
    if (name === '') return values.redactText(value, 'argument');
    if (values.isAllowed(name)) return lead + value;
    const redacted = values.redactNamed(name, value, `argument ${name}`);
    // Nothing by its name; the two together may still be something: `--header=Authorization: Bearer …`.
    return redacted === value
      ? values.redactText(lead + value, 'argument')
      : values.redactText(lead, 'argument') + redacted;
  });
}

/** A value with the name that it is given to; `lead` is what stands before it in its argument. */
interface NamedArgument {
  readonly lead: string;
  readonly name: string;
  readonly value: string;
}

function namedArgument(argv: readonly string[], index: number): NamedArgument | undefined {
  const argument = argv[index] as string;
  const previous = argv[index - 1];
  const short = shortPassword(argv, index);
  if (short !== undefined) return short;
  const assigned = /^((-{0,2}[A-Za-z_][\w.-]*)[=:])(.+)$/s.exec(argument);
  if (
    assigned?.[1] !== undefined &&
    assigned[2] !== undefined &&
    assigned[3] !== undefined &&
    !assigned[3].startsWith('//')
  ) {
    // `--env=TOKEN=x`: the inner name is the one that counts.
    const inner = /^([A-Za-z_]\w*)=(.+)$/s.exec(assigned[3]);
    if (inner?.[1] === undefined || inner[2] === undefined)
      return { lead: assigned[1], name: assigned[2], value: assigned[3] };
    return { lead: `${assigned[1]}${inner[1]}=`, name: inner[1], value: inner[2] };
  }
  const isValue =
    previous !== undefined && /^--?[A-Za-z][\w.-]+$/.test(previous) && !/^--?[a-z][a-z-]+$/.test(argument);
  return isValue ? { lead: '', name: previous, value: argument } : undefined;
}

/** Programs with a short option that is a password, and the option. */
const shortOptions: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^(?:curl|wget|http|https|xh)$/, /^(-u|--user|--proxy-user|-a|--auth)$/],
  [/^(?:sshpass|mongo|mongosh|mongodump|mongorestore|clickhouse-client)$/, /^(-p)$/],
  [/^(?:redis-cli)$/, /^(-a)$/],
  [/^(?:ldapsearch|ldapmodify|ldapadd)$/, /^(-w)$/],
  [/^(?:zip|unzip)$/, /^(-P)$/],
];
/** Programs whose option has the password in the same argument. */
const joinedOptions: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)$/, /^(-p)(.+)$/],
  [/^(?:sshpass|7z|7za|rar|unrar)$/, /^(-h?p)(.+)$/],
  [/^(?:openssl)$/, /^(pass:)(.+)$/],
];

function shortPassword(argv: readonly string[], index: number): NamedArgument | undefined {
  const argument = argv[index] as string;
  const programs = argv.slice(0, index).map((program) => program.slice(program.lastIndexOf('/') + 1));
  const isCalled = (program: RegExp) => programs.some((name) => program.test(name));
  const joined = joinedOptions.find(([program, option]) => option.test(argument) && isCalled(program));
  if (joined !== undefined) {
    const [, lead = '', value = ''] = joined[1].exec(argument) ?? [];
    return { lead, name: 'password', value };
  }
  const previous = argv[index - 1] ?? '';
  const isLogin = previous === '-p' && programs.includes('login') && isCalled(/^(?:docker|podman|helm|nerdctl)$/);
  if (!isLogin && !shortOptions.some(([program, option]) => option.test(previous) && isCalled(program)))
    return undefined;
  // `user:password`
  const user = /^[^:]*:(?=.)/s.exec(argument)?.[0] ?? '';
  if (user === '' && !/^-[pPw]$|^-a$/.test(previous)) return undefined;
  return { lead: user, name: 'password', value: argument.slice(user.length) };
}
