import { z } from 'zod';
import { deviceErrors } from '../device-errors.ts';
import { askService } from './ask-service.ts';
import type { SimulatorConfig } from './simulator-config.ts';

const heldRules = z.object({
  timeZone: z.string().nullable(),
  rules: z.object({
    language: z.string(),
    waves: z.object({ mode: z.string() }),
    pack: z.object({ from: z.string(), weight: z.string() }),
  }),
});
type HeldRules = z.output<typeof heldRules>;

type Settings = Pick<SimulatorConfig, 'ways' | 'site' | 'centralUrl' | 'centralToken'>;

/** The ways in which the site can work; choosing one sets its rules at central, as its owner would. */
export class SiteWays {
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Each way, and the one that holds now: null where the site's rules are of none of them. */
  async list(): Promise<object> {
    const { ways } = this.settings;
    const now = ways.length === 0 ? null : this.wayOf(await this.held());
    return { v: 1, now, ways: ways.map(({ id, title, note }) => ({ id, title, note })) };
  }

  /** @throws SIMULATOR_WAY_UNKNOWN, SIMULATOR_PEER_FAILED */
  async choose(id: string): Promise<object> {
    const way = this.settings.ways.find((one) => one.id === id);
    if (way === undefined) {
      throw deviceErrors.fault('SIMULATOR_WAY_UNKNOWN', `there is no way ${id}`, { place: 'path.id' });
    }
    const { central, path } = this.peer();
    const { timeZone, rules } = await this.held();
    // Whoever chose a language or a time zone keeps it.
    const chosen = { ...way.rules, language: rules.language };
    const body = JSON.stringify({ rules: chosen, timeZone, by: 'simulator' });
    await askService(central, path, { method: 'PUT', type: 'application/json', body });
    return this.list();
  }

  private async held(): Promise<HeldRules> {
    const { central, path } = this.peer();
    return heldRules.parse(await askService(central, path));
  }

  private peer() {
    const { centralUrl, centralToken, site } = this.settings;
    if (centralUrl === undefined || site === undefined) {
      throw deviceErrors.fault('SIMULATOR_PEER_NOT_SET', 'centralUrl or site is not set');
    }
    return { central: { url: centralUrl, token: centralToken }, path: `/v1/sites/${site}/rules` };
  }

  /** Rules that were changed in other points are still of their way. */
  private wayOf({ rules: held }: HeldRules): string | null {
    const mode = (rules: unknown) => {
      const { waves, pack } = partialRules.parse(rules);
      return `${waves.mode} ${pack.from} ${pack.weight}`;
    };
    return this.settings.ways.find(({ rules }) => mode(rules) === mode(held))?.id ?? null;
  }
}

/** What tells ways apart, with the value of a rule that is left out. */
const partialRules = z.object({
  waves: z.object({ mode: z.string().default('off') }).prefault({}),
  pack: z.object({ from: z.string().default('direct'), weight: z.string().default('off') }).prefault({}),
});
