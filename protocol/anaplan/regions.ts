/** Where a region's services live (anaplan-api.md 1.1). Roots end without a slash. */
export interface Roots {
  api: string;
  auth: string;
  oauth: string;
}

const shared: Roots = {
  api: "https://api.anaplan.com",
  auth: "https://auth.anaplan.com",
  oauth: "https://us1a.app.anaplan.com",
};
const onSharedHosts = ["us1", "us2", "us5", "us7", "eu1", "eu2", "eu4", "ap1"];
const onOwnHosts = ["us9", "eu3", "eu5", "gb1", "sg1", "ae1", "in1", "id1", "me1"];

const REGIONS: Readonly<Record<string, Roots>> = {
  ...Object.fromEntries(onSharedHosts.map((code) => [code, shared])),
  ...Object.fromEntries(onOwnHosts.map((code) => [code, ownHosts(code)])),
  ca1: ownHosts("ca1a"),
  au1: {
    api: "https://api.au1a.app2.anaplan.com",
    auth: "https://au1a.app2.anaplan.com",
    oauth: "https://au1a.app2.anaplan.com",
  },
};

/** Fivetran's names. Its EU must differ from its Default, which already covers eu1, eu2 and eu4: the first European
 *  region with hosts of its own is eu3. */
const FIVETRAN_NAMES: Readonly<Record<string, string>> = { default: "us1", eu: "eu3", aus: "au1", can: "ca1" };

export const REGION_CODES: readonly string[] = Object.keys(REGIONS).sort();

/** Roots of a region given by its code or by Fivetran's name, in any case; undefined for an unknown one. */
export function rootsOfRegion(region: string): Roots | undefined {
  const name = region.trim().toLowerCase();
  const code = FIVETRAN_NAMES[name] ?? name;
  return Object.hasOwn(REGIONS, code) ? REGIONS[code] : undefined;
}

/** The region whose API answers at this root; undefined for a private or local one. */
export function rootsOfApi(api: string): Roots | undefined {
  return Object.values(REGIONS).find((roots) => roots.api === api.toLowerCase());
}

/** `eu3`, … or `us1` for all that share its hosts: the region one of whose services answers at this root; undefined for a
 *  private or local one. */
export function regionOfRoot(root: string): string | undefined {
  const host = new URL(root).hostname;
  const found = Object.entries(REGIONS).find(([, roots]) =>
    [roots.api, roots.auth, roots.oauth].some((own) => new URL(own).hostname === host),
  );
  return found?.[0];
}

function ownHosts(name: string): Roots {
  return {
    api: `https://${name}.api.anaplan.com`,
    auth: `https://${name}.auth.anaplan.com`,
    oauth: `https://${name}.app.anaplan.com`,
  };
}
