/** Finds the route of a request. Knows paths and methods, nothing of what stands behind them. */

export type RoutePath<Target> = { method: string; path: string; target: Target };

export type Match<Target> =
  | { kind: "found"; target: Target; params: Record<string, string>; pattern: string }
  | { kind: "wrong method" }
  | { kind: "unknown" };

type Compiled<Target> = RoutePath<Target> & { pattern: RegExp; names: string[] };

export type Router<Target> = { match(method: string, path: string): Match<Target> };

/** Paths hold `:name` for one segment. Earlier routes win. */
export function createRouter<Target>(routes: RoutePath<Target>[]): Router<Target> {
  const compiled = routes.map(compile);
  return {
    match(method, path) {
      let knowsPath = false;
      for (const route of compiled) {
        const found = route.pattern.exec(path);
        if (found === null) continue;
        if (route.method !== method) {
          knowsPath = true;
          continue;
        }
        const params = Object.fromEntries(route.names.map((name, n) => [name, decode(found[n + 1]!)]));
        return { kind: "found", target: route.target, params, pattern: route.path };
      }
      return { kind: knowsPath ? "wrong method" : "unknown" };
    },
  };
}

function compile<Target>(route: RoutePath<Target>): Compiled<Target> {
  const names: string[] = [];
  const source = route.path
    .split("/")
    .map((segment) => {
      if (!segment.startsWith(":")) return segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(segment.slice(1));
      return "([^/]+)";
    })
    .join("/");
  return { ...route, names, pattern: new RegExp(`^${source}$`) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
