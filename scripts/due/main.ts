// `pnpm due`: when a term ends, and why. Standard output holds the answer and nothing else.
import { readFileSync, writeSync } from 'node:fs';
import type { Explanation, Text } from '../../packages/core/src/index.ts';
import { type Command, type Language, readArguments, usage } from './arguments.ts';
import { answerLines, errorOf } from './batch.ts';
import { createCalendars } from './calendars.ts';
import { inputInvalid, termOf, trialOf } from './request.ts';

try {
  run(readArguments(process.argv.slice(2)));
} catch (error) {
  const { code, message } = errorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = 2;
}

function run(command: Command): void {
  if (command.kind === 'help') print(usage);
  else if (command.kind === 'batch') answerBatch(command);
  else answer(command);
}

function answer({ question, office, holidays, workdays, json, language }: Extract<Command, { kind: 'one' }>): void {
  const term = termOf(question);
  const calendar = createCalendars(office).full(trialOf(holidays, workdays));
  const explanation = calendar.explain.due(term);
  const dueAt = calendar.format(explanation.to);
  if (json) {
    print(`${JSON.stringify({ dueAt, steps: stepsOf(explanation) })}\n`);
    return;
  }
  print(`${dueAt}\n\n${proseOf(explanation, language)}`);
}

/** The days; the last one, the end, says which calendar it rests on and whether that may still change. */
function stepsOf({ steps, calendar, provisional }: Explanation): readonly object[] {
  return steps.map((step, index) => (index === steps.length - 1 ? { ...step, calendar, provisional } : step));
}

/** The summary, then the days; the English below the Vietnamese, set in. */
function proseOf({ text, steps }: Explanation, language: Language): string {
  const lines = (each: Text): string => (language === 'both' ? `${each.vi}\n    ${each.en}` : each[language]);
  return `${lines(text)}\n\n${steps.map((step) => lines(step.text)).join('\n')}\n`;
}

function answerBatch(command: Extract<Command, { kind: 'batch' }>): void {
  const calendars = createCalendars(command.office);
  trialOf(command.holidays, command.workdays);
  let chunk = '';
  for (const line of answerLines(readBatch(command.file), calendars, command)) {
    chunk += `${line}\n`;
    if (chunk.length > 65_536) {
      print(chunk);
      chunk = '';
    }
  }
  print(chunk);
}

function readBatch(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw inputInvalid(
      `${file} cannot be read (${(error as Error).message})`,
      'a file of JSON lines',
      'correct the path',
    );
  }
}

/** Written at once, so that a long answer reaches a pipe whole before the process ends. */
function print(text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that went away wants no more; a pipe that is full for a moment takes the rest later.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}
