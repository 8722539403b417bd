import type { Text } from '@motcua/core/contract';
import { parseVerifierKey } from '../note/verifier.js';
import { verifyTlogProof } from '../proof/tlog-proof.js';
import { pageWords } from './words.js';

/** The part of a browser's page this script uses. */
interface PageElement {
  value: string;
  textContent: string;
  className: string;
  readonly files?: ArrayLike<{ text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer> }>;
  addEventListener(type: 'submit', listener: (event: { preventDefault(): void }) => void): void;
  replaceChildren(...children: readonly PageElement[]): void;
}

interface PageDocument {
  getElementById(id: string): PageElement | null;
  createElement(name: 'p' | 'pre'): PageElement;
}

const page = (globalThis as unknown as { readonly document: PageDocument }).document;

function element(id: string): PageElement {
  const found = page.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  show('waiting', [pageWords.waiting]);
  check().catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    show('rejected', [pageWords.unreadable, { vi: problem, en: problem }]);
  });
});

async function check(): Promise<void> {
  const [record, proof] = [element('record').files?.[0], element('proof').files?.[0]];
  if (record === undefined || proof === undefined) return show('rejected', [pageWords.filesMissing]);
  const leaf = new Uint8Array(await record.arrayBuffer());
  const result = await verifyTlogProof(await proof.text(), leaf, {
    keys: await keysIn('keys'),
    witnesses: await keysIn('witnesses'),
    quorum: Number(element('quorum').value || '0'),
  });
  if (result.status === 'rejected') return show('rejected', [pageWords.rejected, result.problem]);
  const { index, checkpoint, cosignatures } = result;
  show('verified', [pageWords.verified(index, checkpoint), ...cosignatures.map(pageWords.cosigned)], readable(leaf));
}

const keysIn = (id: string) =>
  Promise.all(
    element(id)
      .value.split('\n')
      .filter((line) => line.trim() !== '')
      .map(parseVerifierKey),
  );

/** What the record says, for people. Text only: nothing of it is taken for HTML. */
function readable(leaf: Uint8Array): string {
  const text = new TextDecoder().decode(leaf);
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function show(status: string, lines: readonly Text[], record?: string): void {
  const answer = element('answer');
  answer.className = status;
  answer.replaceChildren(
    ...lines.map(({ vi, en }) => withText('p', vi === en ? vi : `${vi} · ${en}`)),
    ...(record === undefined ? [] : [withText('pre', record)]),
  );
}

function withText(name: 'p' | 'pre', text: string): PageElement {
  const made = page.createElement(name);
  made.textContent = text;
  return made;
}
