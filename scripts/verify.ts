// `pnpm verify`: everything CI asks of a change. All steps run, two at a time; only what fails shows its output.
import { spawn } from 'node:child_process';

interface Outcome {
  readonly step: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

// The built packages come first, for the checks that read them; the tests last, with both cores for themselves.
const stages: readonly (readonly string[])[] = [
  ['build'],
  [
    'check:package',
    'typecheck',
    'lint',
    'check:arrows',
    'check:sources',
    'check:entries',
    'check:dead-code',
    'docs:check',
    'docs:build',
  ],
  ['test'],
];
const lanes = 2;

function run(step: string): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn('pnpm', ['--silent', 'run', step], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    const finish = (passed: boolean) => resolve({ step, passed, seconds: (performance.now() - start) / 1000, output });
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

async function runStage(steps: readonly string[]): Promise<Outcome[]> {
  const waiting = [...steps];
  const outcomes: Outcome[] = [];
  async function lane(): Promise<void> {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await run(step);
      outcomes.push(outcome);
      if (!outcome.passed) console.log(`\n--- ${step} ---\n${outcome.output.trimEnd()}\n`);
      console.log(`${outcome.passed ? 'ok  ' : 'FAIL'} ${step} ${outcome.seconds.toFixed(1)} s`);
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

const failed: string[] = [];
for (const steps of stages) {
  for (const outcome of await runStage(steps)) if (!outcome.passed) failed.push(outcome.step);
}
console.log(failed.length === 0 ? '\nverify: all steps passed' : `\nverify: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
