import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../chromium.ts';

/** A phone: a browser with a profile on its disk, whose process can be killed as an empty battery would. */
export class Device {
  private readonly profile = mkdtempSync(join(tmpdir(), 'packproof-device-'));
  private readonly arguments: readonly string[];
  private process: ChildProcess | undefined;
  private browser: Browser | undefined;
  /** What pages complained of since the device was switched on. */
  complaints: string[] = [];

  constructor(further: readonly string[] = []) {
    this.arguments = further;
  }

  async switchOn(): Promise<void> {
    const portFile = join(this.profile, 'DevToolsActivePort');
    rmSync(portFile, { force: true });
    this.complaints = [];
    this.process = spawn(
      chromiumPath,
      [
        ...chromiumArguments,
        ...this.arguments,
        '--headless=new',
        '--remote-debugging-port=0',
        '--lang=en-GB',
        '--window-size=412,900',
        `--user-data-dir=${this.profile}`,
        'about:blank',
      ],
      { detached: true, stdio: 'ignore' },
    );
    while (!existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n')) await pause(50);
    const port = readFileSync(portFile, 'utf8').split('\n')[0];
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  }

  get isOn(): boolean {
    return this.process !== undefined;
  }

  get context(): BrowserContext {
    const context = this.browser?.contexts()[0];
    if (context === undefined) throw new Error('the device is off');
    return context;
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') this.complaints.push(line.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    await page.goto(url);
    return page;
  }

  /** Ends all its processes at once, without any goodbye. */
  async kill(): Promise<void> {
    const { process: child } = this;
    if (child?.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    this.process = undefined;
    await this.browser?.close().catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
