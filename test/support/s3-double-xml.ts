export interface S3DoubleAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export type XmlElement = readonly [string, string | readonly XmlElement[]];

export function xml(root: string, children: readonly XmlElement[]): S3DoubleAnswer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${element([root, children])}`);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

export function element([name, content]: XmlElement): string {
  const inner = typeof content === 'string' ? escape(content) : content.map(element).join('');
  return `<${name}>${inner}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
