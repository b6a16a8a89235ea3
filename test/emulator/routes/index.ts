/** Every route of the emulator. */
import { authRoutes } from "./auth.ts";
import { controlRoutes } from "./control.ts";
import { definitionRoutes } from "./definitions.ts";
import { dumpRoutes } from "./dumps.ts";
import { fileRoutes } from "./files.ts";
import { listRoutes } from "./lists.ts";
import { moduleRoutes } from "./modules.ts";
import { oauthRoutes } from "./oauth.ts";
import { readRequestRoutes } from "./read-requests.ts";
import type { Route } from "./route.ts";
import { taskRoutes } from "./tasks.ts";
import { tenantRoutes } from "./tenant.ts";
import { timeRoutes } from "./time.ts";
import { viewRoutes } from "./views.ts";

export const routes: Route[] = [
  ...authRoutes,
  ...oauthRoutes,
  ...tenantRoutes,
  ...definitionRoutes,
  ...fileRoutes,
  ...taskRoutes,
  ...dumpRoutes,
  ...moduleRoutes,
  ...listRoutes,
  ...viewRoutes,
  ...timeRoutes,
  ...readRequestRoutes,
  ...controlRoutes,
];
