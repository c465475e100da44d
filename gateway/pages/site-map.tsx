import { TextInput } from '@mantine/core';
import { type CSSProperties, useState } from 'react';
import { conditionOf, type StationCondition } from '../../protocols/wire/site-condition.ts';
import type { GatewayStatus, StationAtGateway } from '../../protocols/wire/status.ts';
import { looks, nameOf } from './condition.ts';
import { StationTile } from './station-tile.tsx';

/** Beyond this many stations the tiles are small, so that all fit on a screen. */
const roomyStations = 48;

interface Area {
  readonly name: string;
  readonly stations: StationAtGateway[];
  /** Its tiles stand where the configuration says; otherwise they follow each other by name. */
  readonly drawn: boolean;
}

/** The stations where they stand, area by area. */
export function SiteMap({
  status,
  onChoose,
}: {
  status: GatewayStatus;
  onChoose: (station: string) => void;
}) {
  const [wanted, setWanted] = useState('');
  const found = status.stations.filter((station) => matches(station, wanted.trim().toLowerCase()));
  return (
    <section className="map" aria-labelledby="map-title" data-dense={status.stations.length > roomyStations}>
      <div className="map-head">
        <h2 id="map-title">Stations</h2>
        <Legend status={status} />
        <TextInput
          type="search"
          aria-label="Find a station"
          placeholder="Find a station"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      <div className="areas">
        {areasOf(found).map((area) => (
          <section
            className="area"
            key={area.name}
            aria-label={area.name}
            data-drawn={area.drawn}
            style={sizeOf(area)}
          >
            <h3 className="eyebrow">{area.name}</h3>
            <Tiles area={area} at={status.at} onChoose={onChoose} />
          </section>
        ))}
      </div>
      {found.length === 0 && (
        <p className="soft map-empty">
          {wanted === '' ? 'No station has connected yet.' : 'No station has this name.'}
        </p>
      )}
    </section>
  );
}

function Tiles({ area, at, onChoose }: { area: Area; at: string; onChoose: (station: string) => void }) {
  const left = Math.min(...area.stations.map(({ place }) => place?.x ?? 0));
  const top = Math.min(...area.stations.map(({ place }) => place?.y ?? 0));
  return (
    <ul className="tiles">
      {area.stations.map((station) => {
        return (
          <li key={station.station} style={cellOf(station, left, top)}>
            <StationTile station={station} at={at} onChoose={onChoose} />
          </li>
        );
      })}
    </ul>
  );
}

/** How many tiles an area is wide and high. */
function sizeOf({ drawn, stations }: Area): CSSProperties {
  if (!drawn) return {};
  const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values) + 1;
  const columns = extent(stations.map(({ place }) => place?.x ?? 0));
  return {
    '--columns': columns,
    '--rows': extent(stations.map(({ place }) => place?.y ?? 0)),
  } as CSSProperties;
}

/** The place of a tile, for the style sheet, which sets it aside on small screens. */
function cellOf({ place }: StationAtGateway, left: number, top: number): CSSProperties {
  if (place === null) return {};
  return { '--column': place.x - left + 1, '--row': place.y - top + 1 } as CSSProperties;
}

/** How many stations are in each condition; it also says what the symbols mean. */
function Legend({ status }: { status: GatewayStatus }) {
  const counts = new Map<StationCondition, number>();
  for (const station of status.stations) {
    const condition = conditionOf(station, status.at);
    counts.set(condition, (counts.get(condition) ?? 0) + 1);
  }
  return (
    <ul className="legend">
      {Object.entries(looks).map(([condition, { symbol, word }]) => (
        <li key={condition} data-condition={condition}>
          <span aria-hidden="true">{symbol}</span>
          <span className="num">{counts.get(condition as StationCondition) ?? 0}</span> {word}
        </li>
      ))}
    </ul>
  );
}

function matches(station: StationAtGateway, wanted: string): boolean {
  return `${station.station} ${nameOf(station)} ${station.place?.area ?? ''}`.toLowerCase().includes(wanted);
}

/** The largest area first, which fills the screen best; those without a place come last. */
function areasOf(stations: readonly StationAtGateway[]): Area[] {
  const areas = new Map<string, Area>();
  for (const station of stations.toSorted(byName)) {
    const name = station.place?.area ?? '';
    const area = areas.get(name) ?? { name, stations: [], drawn: station.place !== null };
    area.stations.push(station);
    areas.set(name, area);
  }
  const drawn = [...areas.values()].filter((area) => area.drawn);
  const others = areas.get('');
  const sorted = drawn.toSorted((a, b) => b.stations.length - a.stations.length);
  if (others === undefined) return sorted;
  return [...sorted, { ...others, name: sorted.length === 0 ? 'All stations' : 'Not on the map' }];
}

function byName(one: StationAtGateway, other: StationAtGateway): number {
  return nameOf(one).localeCompare(nameOf(other), undefined, { numeric: true });
}
