/** Every route of the emulator. */
import { authRoutes } from "./auth.ts";
import { controlRoutes } from "./control.ts";
import { definitionRoutes } from "./definitions.ts";
import { dumpRoutes } from "./dumps.ts";
import { fileRoutes } from "./files.ts";
import { oauthRoutes } from "./oauth.ts";
import type { Route } from "./route.ts";
import { taskRoutes } from "./tasks.ts";
import { tenantRoutes } from "./tenant.ts";

export const routes: Route[] = [
  ...authRoutes,
  ...oauthRoutes,
  ...tenantRoutes,
  ...definitionRoutes,
  ...fileRoutes,
  ...taskRoutes,
  ...dumpRoutes,
  ...controlRoutes,
];
