/** The second door for cores: what the verbs for people need to sign in, to look at a connection and to diagnose it. */

export { daysText } from "./auth/oauth.ts";
export {
  type BrowserFlow,
  type DeviceScreen,
  type LoginTokens,
  loginByDevice,
  startBrowserFlow,
} from "./auth/oauth-login.ts";
export { createTokenStore, type StoredToken, type TokenStore } from "./auth/token-store.ts";
export { type DoctorPorts, diagnoseConnection } from "./doctor/connection.ts";
export { modelFindings, tenantEmpty } from "./doctor/model.ts";
export { type OAuthDoor, openOAuth } from "./oauth-door.ts";
export { REGION_CODES } from "./regions.ts";
export { type ConnectionConfig, type ConnectionSettings, connectionSettings } from "./settings.ts";
