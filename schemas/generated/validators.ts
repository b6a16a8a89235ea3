// Generated from schemas/*.schema.json by `npm run generate`; never edited.
// @ts-nocheck

export const validateTapConfig = validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"tap-config.schema.json","title":"TapConfig","description":"Settings of tap-anaplan.","type":"object","allOf":[{"$ref":"auth.schema.json"},{"$ref":"connection.schema.json"}],"properties":{"sync_mode":{"type":"string","title":"Which exports","description":"`AllExports`, or `SpecificExports` to read only those of `selected_exports`.","enum":["AllExports","SpecificExports"],"default":"AllExports"},"selected_exports":{"type":"array","items":{"type":"string"},"title":"Selected exports","description":"`<workspace>_<model>_<export>`, each part an id, or a name where that is unambiguous.","default":[],"examples":[["8a81b09c5f3d2e7b015f4a2c9d8e1001_5C1E9A7740B34D6D8F2A6B0C9D3E4F10_116000000012"]]},"workspaces":{"type":"array","items":{"type":"string"},"title":"Workspaces","description":"Ids or names; narrows discovery. All when absent."},"models":{"type":"array","items":{"type":"string"},"title":"Models","description":"Ids or names; narrows discovery. All when absent."},"discover":{"type":"array","items":{"type":"string","enum":["metadata","exports","lists","views"]},"title":"Kinds of streams","description":"What discovery lists: `metadata`, `exports`, `lists`, `views`.","default":["metadata","exports"]},"run_exports":{"type":"string","title":"When to run exports","description":"`always`; `when_model_changed` skips run and download while the model's last-modified stands still; `never` reads the last exported file and says how old it is.","enum":["always","when_model_changed","never"],"default":"always"},"stream_name":{"type":"string","title":"Stream name","description":"Template over {workspace}, {model}, {export} and {workspace_id}, {model_id}, {export_id}; slugged.","default":"{model}__{export}"},"keys":{"type":["array","string"],"title":"Keys","description":"Key columns of streams; `auto` proposes the dimension columns, of one stream (`\"columns\": \"auto\"`) or of all (`\"keys\": \"auto\"`).","default":[],"items":{"type":"object","required":["stream","columns"],"properties":{"stream":{"type":"string","description":"Id or name of the stream."},"columns":{"type":["array","string"],"items":{"type":"string"},"description":"Columns that identify a row, or `auto` (`[\"auto\"]` where a form takes lists only)."}}}},"types":{"type":"array","title":"Types","description":"Types of columns where the export's metadata does not settle them.","default":[],"items":{"type":"object","required":["stream","column","type"],"properties":{"stream":{"type":"string","description":"Id or name of the stream."},"column":{"type":"string","description":"Column as in the header."},"type":{"type":"string","enum":["string","number","integer","boolean","date","date-time"]},"format":{"type":"string","description":"Of a date's text, such as DD/MM/YYYY; ISO when absent."}}}},"invalid_values":{"type":"string","title":"Values that do not fit","description":"`null` empties the cell, counts it and logs the first ones; `fail` ends the stream.","enum":["null","fail"],"default":"null"},"layout":{"type":"string","title":"Layout","description":"`as_is` keeps the file's columns; `long` gives one row per value.","enum":["as_is","long"],"default":"as_is"},"mixed_values":{"type":"string","title":"Values of several line items","description":"Of the layout `long`: `typed_values` gives one row per value, with a column per type; `column_per_line_item` one row per combination of dimensions and period, with one typed column per line item.","enum":["typed_values","column_per_line_item"],"default":"typed_values"},"with_codes":{"type":"boolean","title":"Codes of members","description":"Adds to each column of list members a column `<column> code`, where the list can be read.","default":false},"on_schema_change":{"type":"string","title":"Changed columns","description":"Columns that differ from the last read are told before the first record; `evolve` goes on with a new SCHEMA, `fail` ends the stream.","enum":["evolve","fail"],"default":"evolve"},"delta":{"type":"boolean","title":"Only what changed","description":"Of streams with keys only new and changed rows are sent, and deletes for keys that are gone, by a snapshot kept on disk.","default":false},"delta_dir":{"type":"string","title":"Snapshot folder","description":"Keeps the snapshots of `delta` between runs; `spool_dir` when absent."},"delta_deleted_column":{"type":"string","title":"Mark of deletes","description":"Column by which `delta` marks rows that are gone: a time, or true.","enum":["_sdc_deleted_at","_fivetran_deleted"],"default":"_sdc_deleted_at"},"metadata_columns":{"type":"boolean","title":"Metadata columns","description":"Adds _anaplan_workspace_id, _anaplan_model_id, _anaplan_export_id, _anaplan_task_id, _anaplan_exported_at and _anaplan_row_number.","default":false},"model_parallelism":{"type":"integer","minimum":1,"title":"Models side by side","description":"Exports of so many models run at a time; those of one model run one after another, and records go out stream by stream.","default":4},"max_download_bytes":{"type":"integer","minimum":1,"title":"Largest download","description":"Bytes of one exported file; none when absent."},"spool_dir":{"type":"string","title":"Spool folder","description":"Where anything that must touch the disk goes; the system's folder for temporary files when absent."},"batch_config":{"type":"object","singer_only":true,"title":"Batches","description":"Writes records to files and sends BATCH messages that name them, for targets that take these: `{\"encoding\": {\"format\": \"jsonl\", \"compression\": \"gzip\"}, \"storage\": {\"root\": \"file:///data\", \"prefix\": \"anaplan-\"}}`.","required":["storage"],"properties":{"encoding":{"type":"object","properties":{"format":{"type":"string","enum":["jsonl"],"default":"jsonl"},"compression":{"type":"string","enum":["gzip","none"],"default":"gzip"}}},"storage":{"type":"object","required":["root"],"properties":{"root":{"type":"string","description":"Folder that the target can read, too: file:///…"},"prefix":{"type":"string","description":"Begin of the files' names."}}},"batch_size":{"type":"integer","minimum":1,"default":10000,"description":"Records of one file."}}}}};
const schema12 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"auth.schema.json","title":"AuthConfig","description":"How to sign in to Anaplan.","type":"object","properties":{"auth_mode":{"type":"string","title":"Sign-in method","description":"`Basic`, `Certificate` or `OAuth2`, in any case.","pattern":"^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$","default":"Basic","examples":["Basic"]},"username":{"type":"string","sign_in":"Basic","needed_to_sign_in":true,"title":"User name","description":"E-mail address of the Anaplan user (Basic). A user under single sign-on must be an exception user.","examples":["ada@example.com"]},"password":{"type":"string","sign_in":"Basic","needed_to_sign_in":true,"title":"Password","description":"Password of that user (Basic).","airbyte_secret":true},"certificate":{"type":"string","sign_in":"Certificate","needed_to_sign_in":true,"multiline":true,"title":"Certificate","description":"Client certificate: PEM text or the path of a file; a chain is allowed (Certificate).","airbyte_secret":true},"private_key":{"type":"string","sign_in":"Certificate","multiline":true,"title":"Private key","description":"Key of the certificate: PEM text or the path of a file; may be encrypted (Certificate).","airbyte_secret":true},"private_key_passphrase":{"type":"string","sign_in":"Certificate","title":"Passphrase of the key","description":"Opens an encrypted private key (Certificate).","airbyte_secret":true},"certificate_payload":{"type":"string","sign_in":"Certificate","title":"Form of the signed payload","description":"`v2` holds the time of the sign-in, `v1` random bytes only (Certificate).","enum":["v2","v1"],"default":"v2"},"client_id":{"type":"string","sign_in":"OAuth2","needed_to_sign_in":true,"title":"Client id","description":"Id of the OAuth client (OAuth2)."},"client_secret":{"type":"string","sign_in":"OAuth2","title":"Client secret","description":"Secret of an authorization-code client (OAuth2).","airbyte_secret":true},"refresh_token":{"type":"string","sign_in":"OAuth2","title":"Refresh token","description":"Stays valid with a non-rotating client; otherwise use `token_store` (OAuth2).","airbyte_secret":true},"token_store":{"type":"string","sign_in":"OAuth2","title":"Token store","description":"File (mode 0600) that keeps the refresh token; a rotated token is written there before it is used (OAuth2).","airbyte_secret":false}}};
const schema13 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"connection.schema.json","title":"NetworkConfig","description":"How to reach Anaplan.","type":"object","properties":{"region":{"type":"string","title":"Region","description":"Region code such as `us1`, `eu3`, `au1`, or Fivetran's `Default`, `EU`, `AUS`, `CAN`. Sets the three URLs.","default":"us1","examples":["us1","eu3","au1"]},"api_url":{"type":"string","title":"API URL","description":"Root of the Integration API, from the region when absent; a `/2/0` tail is understood. Plain http for loopback only.","examples":["https://api.anaplan.com"]},"auth_url":{"type":"string","title":"Sign-in URL","description":"Root of the authentication service, from the region when absent.","examples":["https://auth.anaplan.com"]},"oauth_url":{"type":"string","title":"OAuth URL","description":"Root of the OAuth service, from the region when absent."},"api_version":{"type":"string","title":"API version","description":"`2.0`, or `1.3` for the legacy dialect that Anaplan has retired.","enum":["2.0","1.3"],"default":"2.0"},"locale":{"type":"string","title":"Locale","description":"`localeName` of tasks; Anaplan documents en_US only.","default":"en_US"},"proxy_url":{"type":"string","title":"Proxy","description":"HTTP proxy, with user and password if wanted; otherwise HTTPS_PROXY and NO_PROXY of the environment are used.","airbyte_secret":true},"ca_certificate":{"type":"string","title":"Extra root certificates","description":"PEM text or the path of a file with roots to trust besides the built-in ones.","airbyte_secret":false},"server_fingerprints":{"type":"array","items":{"type":"string"},"title":"Server fingerprints","description":"SHA-256 fingerprints; a server whose certificate has none of them is refused."},"request_timeout_seconds":{"type":"number","exclusiveMinimum":0,"title":"Idle timeout of a request","description":"Seconds without a byte before an HTTP exchange counts as lost. Long, because a busy model answers slowly.","default":300},"max_retries":{"type":"integer","minimum":0,"title":"Retries per request","description":"Exponential with jitter; a `Retry-After` of the server wins.","default":8},"requests_per_minute":{"type":"number","exclusiveMinimum":0,"title":"Requests per minute","description":"Token bucket shared by everything in the process; Anaplan's limit is 600 for the whole tenant.","default":600},"poll_interval_seconds":{"type":"number","exclusiveMinimum":0,"title":"Poll interval","description":"Polling of a task starts faster and slows down to this many seconds.","default":5},"task_timeout_minutes":{"type":"number","exclusiveMinimum":0,"title":"Task timeout","description":"A task that is not finished by then is cancelled and the run fails.","default":1440},"model_busy_timeout_minutes":{"type":"number","minimum":0,"title":"Patience with a busy model","description":"How long a busy, locked, waking or offline model is waited for.","default":60}}};
const pattern0 = new RegExp("^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="tap-config.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.auth_mode !== undefined){
let data0 = data.auth_mode;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err0 = {instancePath:instancePath+"/auth_mode",schemaPath:"auth.schema.json/properties/auth_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["auth_mode"] = coerced0;
}
}
}
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/auth_mode",schemaPath:"auth.schema.json/properties/auth_mode/pattern",keyword:"pattern",params:{pattern: "^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$"},message:"must match pattern \""+"^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$"+"\""};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
if(data.username !== undefined){
let data1 = data.username;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err2 = {instancePath:instancePath+"/username",schemaPath:"auth.schema.json/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["username"] = coerced1;
}
}
}
}
if(data.password !== undefined){
let data2 = data.password;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err3 = {instancePath:instancePath+"/password",schemaPath:"auth.schema.json/properties/password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["password"] = coerced2;
}
}
}
}
if(data.certificate !== undefined){
let data3 = data.certificate;
if(typeof data3 !== "string"){
let dataType3 = typeof data3;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data3;
}
else if(data3 === null){
coerced3 = "";
}
else {
const err4 = {instancePath:instancePath+"/certificate",schemaPath:"auth.schema.json/properties/certificate/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced3 !== undefined){
data3 = coerced3;
if(data !== undefined){
data["certificate"] = coerced3;
}
}
}
}
if(data.private_key !== undefined){
let data4 = data.private_key;
if(typeof data4 !== "string"){
let dataType4 = typeof data4;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data4;
}
else if(data4 === null){
coerced4 = "";
}
else {
const err5 = {instancePath:instancePath+"/private_key",schemaPath:"auth.schema.json/properties/private_key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced4 !== undefined){
data4 = coerced4;
if(data !== undefined){
data["private_key"] = coerced4;
}
}
}
}
if(data.private_key_passphrase !== undefined){
let data5 = data.private_key_passphrase;
if(typeof data5 !== "string"){
let dataType5 = typeof data5;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data5;
}
else if(data5 === null){
coerced5 = "";
}
else {
const err6 = {instancePath:instancePath+"/private_key_passphrase",schemaPath:"auth.schema.json/properties/private_key_passphrase/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced5 !== undefined){
data5 = coerced5;
if(data !== undefined){
data["private_key_passphrase"] = coerced5;
}
}
}
}
if(data.certificate_payload !== undefined){
let data6 = data.certificate_payload;
if(typeof data6 !== "string"){
let dataType6 = typeof data6;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data6;
}
else if(data6 === null){
coerced6 = "";
}
else {
const err7 = {instancePath:instancePath+"/certificate_payload",schemaPath:"auth.schema.json/properties/certificate_payload/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced6 !== undefined){
data6 = coerced6;
if(data !== undefined){
data["certificate_payload"] = coerced6;
}
}
}
if(!((data6 === "v2") || (data6 === "v1"))){
const err8 = {instancePath:instancePath+"/certificate_payload",schemaPath:"auth.schema.json/properties/certificate_payload/enum",keyword:"enum",params:{allowedValues: schema12.properties.certificate_payload.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.client_id !== undefined){
let data7 = data.client_id;
if(typeof data7 !== "string"){
let dataType7 = typeof data7;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data7;
}
else if(data7 === null){
coerced7 = "";
}
else {
const err9 = {instancePath:instancePath+"/client_id",schemaPath:"auth.schema.json/properties/client_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced7 !== undefined){
data7 = coerced7;
if(data !== undefined){
data["client_id"] = coerced7;
}
}
}
}
if(data.client_secret !== undefined){
let data8 = data.client_secret;
if(typeof data8 !== "string"){
let dataType8 = typeof data8;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 == "number" || dataType8 == "boolean"){
coerced8 = "" + data8;
}
else if(data8 === null){
coerced8 = "";
}
else {
const err10 = {instancePath:instancePath+"/client_secret",schemaPath:"auth.schema.json/properties/client_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced8 !== undefined){
data8 = coerced8;
if(data !== undefined){
data["client_secret"] = coerced8;
}
}
}
}
if(data.refresh_token !== undefined){
let data9 = data.refresh_token;
if(typeof data9 !== "string"){
let dataType9 = typeof data9;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 == "number" || dataType9 == "boolean"){
coerced9 = "" + data9;
}
else if(data9 === null){
coerced9 = "";
}
else {
const err11 = {instancePath:instancePath+"/refresh_token",schemaPath:"auth.schema.json/properties/refresh_token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced9 !== undefined){
data9 = coerced9;
if(data !== undefined){
data["refresh_token"] = coerced9;
}
}
}
}
if(data.token_store !== undefined){
let data10 = data.token_store;
if(typeof data10 !== "string"){
let dataType10 = typeof data10;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 == "number" || dataType10 == "boolean"){
coerced10 = "" + data10;
}
else if(data10 === null){
coerced10 = "";
}
else {
const err12 = {instancePath:instancePath+"/token_store",schemaPath:"auth.schema.json/properties/token_store/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced10 !== undefined){
data10 = coerced10;
if(data !== undefined){
data["token_store"] = coerced10;
}
}
}
}
}
else {
const err13 = {instancePath,schemaPath:"auth.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.region !== undefined){
let data11 = data.region;
if(typeof data11 !== "string"){
let dataType11 = typeof data11;
let coerced11 = undefined;
if(!(coerced11 !== undefined)){
if(dataType11 == "number" || dataType11 == "boolean"){
coerced11 = "" + data11;
}
else if(data11 === null){
coerced11 = "";
}
else {
const err14 = {instancePath:instancePath+"/region",schemaPath:"connection.schema.json/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(coerced11 !== undefined){
data11 = coerced11;
if(data !== undefined){
data["region"] = coerced11;
}
}
}
}
if(data.api_url !== undefined){
let data12 = data.api_url;
if(typeof data12 !== "string"){
let dataType12 = typeof data12;
let coerced12 = undefined;
if(!(coerced12 !== undefined)){
if(dataType12 == "number" || dataType12 == "boolean"){
coerced12 = "" + data12;
}
else if(data12 === null){
coerced12 = "";
}
else {
const err15 = {instancePath:instancePath+"/api_url",schemaPath:"connection.schema.json/properties/api_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced12 !== undefined){
data12 = coerced12;
if(data !== undefined){
data["api_url"] = coerced12;
}
}
}
}
if(data.auth_url !== undefined){
let data13 = data.auth_url;
if(typeof data13 !== "string"){
let dataType13 = typeof data13;
let coerced13 = undefined;
if(!(coerced13 !== undefined)){
if(dataType13 == "number" || dataType13 == "boolean"){
coerced13 = "" + data13;
}
else if(data13 === null){
coerced13 = "";
}
else {
const err16 = {instancePath:instancePath+"/auth_url",schemaPath:"connection.schema.json/properties/auth_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(coerced13 !== undefined){
data13 = coerced13;
if(data !== undefined){
data["auth_url"] = coerced13;
}
}
}
}
if(data.oauth_url !== undefined){
let data14 = data.oauth_url;
if(typeof data14 !== "string"){
let dataType14 = typeof data14;
let coerced14 = undefined;
if(!(coerced14 !== undefined)){
if(dataType14 == "number" || dataType14 == "boolean"){
coerced14 = "" + data14;
}
else if(data14 === null){
coerced14 = "";
}
else {
const err17 = {instancePath:instancePath+"/oauth_url",schemaPath:"connection.schema.json/properties/oauth_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced14 !== undefined){
data14 = coerced14;
if(data !== undefined){
data["oauth_url"] = coerced14;
}
}
}
}
if(data.api_version !== undefined){
let data15 = data.api_version;
if(typeof data15 !== "string"){
let dataType15 = typeof data15;
let coerced15 = undefined;
if(!(coerced15 !== undefined)){
if(dataType15 == "number" || dataType15 == "boolean"){
coerced15 = "" + data15;
}
else if(data15 === null){
coerced15 = "";
}
else {
const err18 = {instancePath:instancePath+"/api_version",schemaPath:"connection.schema.json/properties/api_version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(coerced15 !== undefined){
data15 = coerced15;
if(data !== undefined){
data["api_version"] = coerced15;
}
}
}
if(!((data15 === "2.0") || (data15 === "1.3"))){
const err19 = {instancePath:instancePath+"/api_version",schemaPath:"connection.schema.json/properties/api_version/enum",keyword:"enum",params:{allowedValues: schema13.properties.api_version.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.locale !== undefined){
let data16 = data.locale;
if(typeof data16 !== "string"){
let dataType16 = typeof data16;
let coerced16 = undefined;
if(!(coerced16 !== undefined)){
if(dataType16 == "number" || dataType16 == "boolean"){
coerced16 = "" + data16;
}
else if(data16 === null){
coerced16 = "";
}
else {
const err20 = {instancePath:instancePath+"/locale",schemaPath:"connection.schema.json/properties/locale/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(coerced16 !== undefined){
data16 = coerced16;
if(data !== undefined){
data["locale"] = coerced16;
}
}
}
}
if(data.proxy_url !== undefined){
let data17 = data.proxy_url;
if(typeof data17 !== "string"){
let dataType17 = typeof data17;
let coerced17 = undefined;
if(!(coerced17 !== undefined)){
if(dataType17 == "number" || dataType17 == "boolean"){
coerced17 = "" + data17;
}
else if(data17 === null){
coerced17 = "";
}
else {
const err21 = {instancePath:instancePath+"/proxy_url",schemaPath:"connection.schema.json/properties/proxy_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(coerced17 !== undefined){
data17 = coerced17;
if(data !== undefined){
data["proxy_url"] = coerced17;
}
}
}
}
if(data.ca_certificate !== undefined){
let data18 = data.ca_certificate;
if(typeof data18 !== "string"){
let dataType18 = typeof data18;
let coerced18 = undefined;
if(!(coerced18 !== undefined)){
if(dataType18 == "number" || dataType18 == "boolean"){
coerced18 = "" + data18;
}
else if(data18 === null){
coerced18 = "";
}
else {
const err22 = {instancePath:instancePath+"/ca_certificate",schemaPath:"connection.schema.json/properties/ca_certificate/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(coerced18 !== undefined){
data18 = coerced18;
if(data !== undefined){
data["ca_certificate"] = coerced18;
}
}
}
}
if(data.server_fingerprints !== undefined){
let data19 = data.server_fingerprints;
if(Array.isArray(data19)){
const len0 = data19.length;
for(let i0=0; i0<len0; i0++){
let data20 = data19[i0];
if(typeof data20 !== "string"){
let dataType19 = typeof data20;
let coerced19 = undefined;
if(!(coerced19 !== undefined)){
if(dataType19 == "number" || dataType19 == "boolean"){
coerced19 = "" + data20;
}
else if(data20 === null){
coerced19 = "";
}
else {
const err23 = {instancePath:instancePath+"/server_fingerprints/" + i0,schemaPath:"connection.schema.json/properties/server_fingerprints/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(coerced19 !== undefined){
data20 = coerced19;
if(data19 !== undefined){
data19[i0] = coerced19;
}
}
}
}
}
else {
const err24 = {instancePath:instancePath+"/server_fingerprints",schemaPath:"connection.schema.json/properties/server_fingerprints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.request_timeout_seconds !== undefined){
let data21 = data.request_timeout_seconds;
if(!(typeof data21 == "number")){
let dataType20 = typeof data21;
let coerced20 = undefined;
if(!(coerced20 !== undefined)){
if(dataType20 == "boolean" || data21 === null
              || (dataType20 == "string" && data21 && data21 == +data21)){
coerced20 = +data21;
}
else {
const err25 = {instancePath:instancePath+"/request_timeout_seconds",schemaPath:"connection.schema.json/properties/request_timeout_seconds/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(coerced20 !== undefined){
data21 = coerced20;
if(data !== undefined){
data["request_timeout_seconds"] = coerced20;
}
}
}
if(typeof data21 == "number"){
if(data21 <= 0 || isNaN(data21)){
const err26 = {instancePath:instancePath+"/request_timeout_seconds",schemaPath:"connection.schema.json/properties/request_timeout_seconds/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
if(data.max_retries !== undefined){
let data22 = data.max_retries;
if(!((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22)))){
let dataType21 = typeof data22;
let coerced21 = undefined;
if(!(coerced21 !== undefined)){
if(dataType21 === "boolean" || data22 === null
              || (dataType21 === "string" && data22 && data22 == +data22 && !(data22 % 1))){
coerced21 = +data22;
}
else {
const err27 = {instancePath:instancePath+"/max_retries",schemaPath:"connection.schema.json/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(coerced21 !== undefined){
data22 = coerced21;
if(data !== undefined){
data["max_retries"] = coerced21;
}
}
}
if(typeof data22 == "number"){
if(data22 < 0 || isNaN(data22)){
const err28 = {instancePath:instancePath+"/max_retries",schemaPath:"connection.schema.json/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data.requests_per_minute !== undefined){
let data23 = data.requests_per_minute;
if(!(typeof data23 == "number")){
let dataType22 = typeof data23;
let coerced22 = undefined;
if(!(coerced22 !== undefined)){
if(dataType22 == "boolean" || data23 === null
              || (dataType22 == "string" && data23 && data23 == +data23)){
coerced22 = +data23;
}
else {
const err29 = {instancePath:instancePath+"/requests_per_minute",schemaPath:"connection.schema.json/properties/requests_per_minute/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(coerced22 !== undefined){
data23 = coerced22;
if(data !== undefined){
data["requests_per_minute"] = coerced22;
}
}
}
if(typeof data23 == "number"){
if(data23 <= 0 || isNaN(data23)){
const err30 = {instancePath:instancePath+"/requests_per_minute",schemaPath:"connection.schema.json/properties/requests_per_minute/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data.poll_interval_seconds !== undefined){
let data24 = data.poll_interval_seconds;
if(!(typeof data24 == "number")){
let dataType23 = typeof data24;
let coerced23 = undefined;
if(!(coerced23 !== undefined)){
if(dataType23 == "boolean" || data24 === null
              || (dataType23 == "string" && data24 && data24 == +data24)){
coerced23 = +data24;
}
else {
const err31 = {instancePath:instancePath+"/poll_interval_seconds",schemaPath:"connection.schema.json/properties/poll_interval_seconds/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(coerced23 !== undefined){
data24 = coerced23;
if(data !== undefined){
data["poll_interval_seconds"] = coerced23;
}
}
}
if(typeof data24 == "number"){
if(data24 <= 0 || isNaN(data24)){
const err32 = {instancePath:instancePath+"/poll_interval_seconds",schemaPath:"connection.schema.json/properties/poll_interval_seconds/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data.task_timeout_minutes !== undefined){
let data25 = data.task_timeout_minutes;
if(!(typeof data25 == "number")){
let dataType24 = typeof data25;
let coerced24 = undefined;
if(!(coerced24 !== undefined)){
if(dataType24 == "boolean" || data25 === null
              || (dataType24 == "string" && data25 && data25 == +data25)){
coerced24 = +data25;
}
else {
const err33 = {instancePath:instancePath+"/task_timeout_minutes",schemaPath:"connection.schema.json/properties/task_timeout_minutes/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(coerced24 !== undefined){
data25 = coerced24;
if(data !== undefined){
data["task_timeout_minutes"] = coerced24;
}
}
}
if(typeof data25 == "number"){
if(data25 <= 0 || isNaN(data25)){
const err34 = {instancePath:instancePath+"/task_timeout_minutes",schemaPath:"connection.schema.json/properties/task_timeout_minutes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data.model_busy_timeout_minutes !== undefined){
let data26 = data.model_busy_timeout_minutes;
if(!(typeof data26 == "number")){
let dataType25 = typeof data26;
let coerced25 = undefined;
if(!(coerced25 !== undefined)){
if(dataType25 == "boolean" || data26 === null
              || (dataType25 == "string" && data26 && data26 == +data26)){
coerced25 = +data26;
}
else {
const err35 = {instancePath:instancePath+"/model_busy_timeout_minutes",schemaPath:"connection.schema.json/properties/model_busy_timeout_minutes/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(coerced25 !== undefined){
data26 = coerced25;
if(data !== undefined){
data["model_busy_timeout_minutes"] = coerced25;
}
}
}
if(typeof data26 == "number"){
if(data26 < 0 || isNaN(data26)){
const err36 = {instancePath:instancePath+"/model_busy_timeout_minutes",schemaPath:"connection.schema.json/properties/model_busy_timeout_minutes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
}
else {
const err37 = {instancePath,schemaPath:"connection.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sync_mode !== undefined){
let data27 = data.sync_mode;
if(typeof data27 !== "string"){
let dataType26 = typeof data27;
let coerced26 = undefined;
if(!(coerced26 !== undefined)){
if(dataType26 == "number" || dataType26 == "boolean"){
coerced26 = "" + data27;
}
else if(data27 === null){
coerced26 = "";
}
else {
const err38 = {instancePath:instancePath+"/sync_mode",schemaPath:"#/properties/sync_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(coerced26 !== undefined){
data27 = coerced26;
if(data !== undefined){
data["sync_mode"] = coerced26;
}
}
}
if(!((data27 === "AllExports") || (data27 === "SpecificExports"))){
const err39 = {instancePath:instancePath+"/sync_mode",schemaPath:"#/properties/sync_mode/enum",keyword:"enum",params:{allowedValues: schema11.properties.sync_mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.selected_exports !== undefined){
let data28 = data.selected_exports;
if(Array.isArray(data28)){
const len1 = data28.length;
for(let i1=0; i1<len1; i1++){
let data29 = data28[i1];
if(typeof data29 !== "string"){
let dataType27 = typeof data29;
let coerced27 = undefined;
if(!(coerced27 !== undefined)){
if(dataType27 == "number" || dataType27 == "boolean"){
coerced27 = "" + data29;
}
else if(data29 === null){
coerced27 = "";
}
else {
const err40 = {instancePath:instancePath+"/selected_exports/" + i1,schemaPath:"#/properties/selected_exports/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(coerced27 !== undefined){
data29 = coerced27;
if(data28 !== undefined){
data28[i1] = coerced27;
}
}
}
}
}
else {
const err41 = {instancePath:instancePath+"/selected_exports",schemaPath:"#/properties/selected_exports/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.workspaces !== undefined){
let data30 = data.workspaces;
if(Array.isArray(data30)){
const len2 = data30.length;
for(let i2=0; i2<len2; i2++){
let data31 = data30[i2];
if(typeof data31 !== "string"){
let dataType28 = typeof data31;
let coerced28 = undefined;
if(!(coerced28 !== undefined)){
if(dataType28 == "number" || dataType28 == "boolean"){
coerced28 = "" + data31;
}
else if(data31 === null){
coerced28 = "";
}
else {
const err42 = {instancePath:instancePath+"/workspaces/" + i2,schemaPath:"#/properties/workspaces/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(coerced28 !== undefined){
data31 = coerced28;
if(data30 !== undefined){
data30[i2] = coerced28;
}
}
}
}
}
else {
const err43 = {instancePath:instancePath+"/workspaces",schemaPath:"#/properties/workspaces/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.models !== undefined){
let data32 = data.models;
if(Array.isArray(data32)){
const len3 = data32.length;
for(let i3=0; i3<len3; i3++){
let data33 = data32[i3];
if(typeof data33 !== "string"){
let dataType29 = typeof data33;
let coerced29 = undefined;
if(!(coerced29 !== undefined)){
if(dataType29 == "number" || dataType29 == "boolean"){
coerced29 = "" + data33;
}
else if(data33 === null){
coerced29 = "";
}
else {
const err44 = {instancePath:instancePath+"/models/" + i3,schemaPath:"#/properties/models/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(coerced29 !== undefined){
data33 = coerced29;
if(data32 !== undefined){
data32[i3] = coerced29;
}
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.discover !== undefined){
let data34 = data.discover;
if(Array.isArray(data34)){
const len4 = data34.length;
for(let i4=0; i4<len4; i4++){
let data35 = data34[i4];
if(typeof data35 !== "string"){
let dataType30 = typeof data35;
let coerced30 = undefined;
if(!(coerced30 !== undefined)){
if(dataType30 == "number" || dataType30 == "boolean"){
coerced30 = "" + data35;
}
else if(data35 === null){
coerced30 = "";
}
else {
const err46 = {instancePath:instancePath+"/discover/" + i4,schemaPath:"#/properties/discover/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(coerced30 !== undefined){
data35 = coerced30;
if(data34 !== undefined){
data34[i4] = coerced30;
}
}
}
if(!((((data35 === "metadata") || (data35 === "exports")) || (data35 === "lists")) || (data35 === "views"))){
const err47 = {instancePath:instancePath+"/discover/" + i4,schemaPath:"#/properties/discover/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.discover.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/discover",schemaPath:"#/properties/discover/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.run_exports !== undefined){
let data36 = data.run_exports;
if(typeof data36 !== "string"){
let dataType31 = typeof data36;
let coerced31 = undefined;
if(!(coerced31 !== undefined)){
if(dataType31 == "number" || dataType31 == "boolean"){
coerced31 = "" + data36;
}
else if(data36 === null){
coerced31 = "";
}
else {
const err49 = {instancePath:instancePath+"/run_exports",schemaPath:"#/properties/run_exports/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(coerced31 !== undefined){
data36 = coerced31;
if(data !== undefined){
data["run_exports"] = coerced31;
}
}
}
if(!(((data36 === "always") || (data36 === "when_model_changed")) || (data36 === "never"))){
const err50 = {instancePath:instancePath+"/run_exports",schemaPath:"#/properties/run_exports/enum",keyword:"enum",params:{allowedValues: schema11.properties.run_exports.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.stream_name !== undefined){
let data37 = data.stream_name;
if(typeof data37 !== "string"){
let dataType32 = typeof data37;
let coerced32 = undefined;
if(!(coerced32 !== undefined)){
if(dataType32 == "number" || dataType32 == "boolean"){
coerced32 = "" + data37;
}
else if(data37 === null){
coerced32 = "";
}
else {
const err51 = {instancePath:instancePath+"/stream_name",schemaPath:"#/properties/stream_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(coerced32 !== undefined){
data37 = coerced32;
if(data !== undefined){
data["stream_name"] = coerced32;
}
}
}
}
if(data.keys !== undefined){
let data38 = data.keys;
if((!(Array.isArray(data38))) && (typeof data38 !== "string")){
let dataType33 = typeof data38;
let coerced33 = undefined;
if(!(coerced33 !== undefined)){
if(dataType33 == "number" || dataType33 == "boolean"){
coerced33 = "" + data38;
}
else if(data38 === null){
coerced33 = "";
}
else {
const err52 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/type",keyword:"type",params:{type: schema11.properties.keys.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(coerced33 !== undefined){
data38 = coerced33;
if(data !== undefined){
data["keys"] = coerced33;
}
}
}
if(Array.isArray(data38)){
const len5 = data38.length;
for(let i5=0; i5<len5; i5++){
let data39 = data38[i5];
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.stream === undefined){
const err53 = {instancePath:instancePath+"/keys/" + i5,schemaPath:"#/properties/keys/items/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data39.columns === undefined){
const err54 = {instancePath:instancePath+"/keys/" + i5,schemaPath:"#/properties/keys/items/required",keyword:"required",params:{missingProperty: "columns"},message:"must have required property '"+"columns"+"'"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data39.stream !== undefined){
let data40 = data39.stream;
if(typeof data40 !== "string"){
let dataType34 = typeof data40;
let coerced34 = undefined;
if(!(coerced34 !== undefined)){
if(dataType34 == "number" || dataType34 == "boolean"){
coerced34 = "" + data40;
}
else if(data40 === null){
coerced34 = "";
}
else {
const err55 = {instancePath:instancePath+"/keys/" + i5+"/stream",schemaPath:"#/properties/keys/items/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(coerced34 !== undefined){
data40 = coerced34;
if(data39 !== undefined){
data39["stream"] = coerced34;
}
}
}
}
if(data39.columns !== undefined){
let data41 = data39.columns;
if((!(Array.isArray(data41))) && (typeof data41 !== "string")){
let dataType35 = typeof data41;
let coerced35 = undefined;
if(!(coerced35 !== undefined)){
if(dataType35 == "number" || dataType35 == "boolean"){
coerced35 = "" + data41;
}
else if(data41 === null){
coerced35 = "";
}
else {
const err56 = {instancePath:instancePath+"/keys/" + i5+"/columns",schemaPath:"#/properties/keys/items/properties/columns/type",keyword:"type",params:{type: schema11.properties.keys.items.properties.columns.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(coerced35 !== undefined){
data41 = coerced35;
if(data39 !== undefined){
data39["columns"] = coerced35;
}
}
}
if(Array.isArray(data41)){
const len6 = data41.length;
for(let i6=0; i6<len6; i6++){
let data42 = data41[i6];
if(typeof data42 !== "string"){
let dataType36 = typeof data42;
let coerced36 = undefined;
if(!(coerced36 !== undefined)){
if(dataType36 == "number" || dataType36 == "boolean"){
coerced36 = "" + data42;
}
else if(data42 === null){
coerced36 = "";
}
else {
const err57 = {instancePath:instancePath+"/keys/" + i5+"/columns/" + i6,schemaPath:"#/properties/keys/items/properties/columns/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(coerced36 !== undefined){
data42 = coerced36;
if(data41 !== undefined){
data41[i6] = coerced36;
}
}
}
}
}
}
}
else {
const err58 = {instancePath:instancePath+"/keys/" + i5,schemaPath:"#/properties/keys/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
}
if(data.types !== undefined){
let data43 = data.types;
if(Array.isArray(data43)){
const len7 = data43.length;
for(let i7=0; i7<len7; i7++){
let data44 = data43[i7];
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.stream === undefined){
const err59 = {instancePath:instancePath+"/types/" + i7,schemaPath:"#/properties/types/items/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data44.column === undefined){
const err60 = {instancePath:instancePath+"/types/" + i7,schemaPath:"#/properties/types/items/required",keyword:"required",params:{missingProperty: "column"},message:"must have required property '"+"column"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data44.type === undefined){
const err61 = {instancePath:instancePath+"/types/" + i7,schemaPath:"#/properties/types/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data44.stream !== undefined){
let data45 = data44.stream;
if(typeof data45 !== "string"){
let dataType37 = typeof data45;
let coerced37 = undefined;
if(!(coerced37 !== undefined)){
if(dataType37 == "number" || dataType37 == "boolean"){
coerced37 = "" + data45;
}
else if(data45 === null){
coerced37 = "";
}
else {
const err62 = {instancePath:instancePath+"/types/" + i7+"/stream",schemaPath:"#/properties/types/items/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(coerced37 !== undefined){
data45 = coerced37;
if(data44 !== undefined){
data44["stream"] = coerced37;
}
}
}
}
if(data44.column !== undefined){
let data46 = data44.column;
if(typeof data46 !== "string"){
let dataType38 = typeof data46;
let coerced38 = undefined;
if(!(coerced38 !== undefined)){
if(dataType38 == "number" || dataType38 == "boolean"){
coerced38 = "" + data46;
}
else if(data46 === null){
coerced38 = "";
}
else {
const err63 = {instancePath:instancePath+"/types/" + i7+"/column",schemaPath:"#/properties/types/items/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(coerced38 !== undefined){
data46 = coerced38;
if(data44 !== undefined){
data44["column"] = coerced38;
}
}
}
}
if(data44.type !== undefined){
let data47 = data44.type;
if(typeof data47 !== "string"){
let dataType39 = typeof data47;
let coerced39 = undefined;
if(!(coerced39 !== undefined)){
if(dataType39 == "number" || dataType39 == "boolean"){
coerced39 = "" + data47;
}
else if(data47 === null){
coerced39 = "";
}
else {
const err64 = {instancePath:instancePath+"/types/" + i7+"/type",schemaPath:"#/properties/types/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(coerced39 !== undefined){
data47 = coerced39;
if(data44 !== undefined){
data44["type"] = coerced39;
}
}
}
if(!((((((data47 === "string") || (data47 === "number")) || (data47 === "integer")) || (data47 === "boolean")) || (data47 === "date")) || (data47 === "date-time"))){
const err65 = {instancePath:instancePath+"/types/" + i7+"/type",schemaPath:"#/properties/types/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema11.properties.types.items.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data44.format !== undefined){
let data48 = data44.format;
if(typeof data48 !== "string"){
let dataType40 = typeof data48;
let coerced40 = undefined;
if(!(coerced40 !== undefined)){
if(dataType40 == "number" || dataType40 == "boolean"){
coerced40 = "" + data48;
}
else if(data48 === null){
coerced40 = "";
}
else {
const err66 = {instancePath:instancePath+"/types/" + i7+"/format",schemaPath:"#/properties/types/items/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(coerced40 !== undefined){
data48 = coerced40;
if(data44 !== undefined){
data44["format"] = coerced40;
}
}
}
}
}
else {
const err67 = {instancePath:instancePath+"/types/" + i7,schemaPath:"#/properties/types/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/types",schemaPath:"#/properties/types/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.invalid_values !== undefined){
let data49 = data.invalid_values;
if(typeof data49 !== "string"){
let dataType41 = typeof data49;
let coerced41 = undefined;
if(!(coerced41 !== undefined)){
if(dataType41 == "number" || dataType41 == "boolean"){
coerced41 = "" + data49;
}
else if(data49 === null){
coerced41 = "";
}
else {
const err69 = {instancePath:instancePath+"/invalid_values",schemaPath:"#/properties/invalid_values/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(coerced41 !== undefined){
data49 = coerced41;
if(data !== undefined){
data["invalid_values"] = coerced41;
}
}
}
if(!((data49 === "null") || (data49 === "fail"))){
const err70 = {instancePath:instancePath+"/invalid_values",schemaPath:"#/properties/invalid_values/enum",keyword:"enum",params:{allowedValues: schema11.properties.invalid_values.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data.layout !== undefined){
let data50 = data.layout;
if(typeof data50 !== "string"){
let dataType42 = typeof data50;
let coerced42 = undefined;
if(!(coerced42 !== undefined)){
if(dataType42 == "number" || dataType42 == "boolean"){
coerced42 = "" + data50;
}
else if(data50 === null){
coerced42 = "";
}
else {
const err71 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(coerced42 !== undefined){
data50 = coerced42;
if(data !== undefined){
data["layout"] = coerced42;
}
}
}
if(!((data50 === "as_is") || (data50 === "long"))){
const err72 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema11.properties.layout.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data.mixed_values !== undefined){
let data51 = data.mixed_values;
if(typeof data51 !== "string"){
let dataType43 = typeof data51;
let coerced43 = undefined;
if(!(coerced43 !== undefined)){
if(dataType43 == "number" || dataType43 == "boolean"){
coerced43 = "" + data51;
}
else if(data51 === null){
coerced43 = "";
}
else {
const err73 = {instancePath:instancePath+"/mixed_values",schemaPath:"#/properties/mixed_values/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(coerced43 !== undefined){
data51 = coerced43;
if(data !== undefined){
data["mixed_values"] = coerced43;
}
}
}
if(!((data51 === "typed_values") || (data51 === "column_per_line_item"))){
const err74 = {instancePath:instancePath+"/mixed_values",schemaPath:"#/properties/mixed_values/enum",keyword:"enum",params:{allowedValues: schema11.properties.mixed_values.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data.with_codes !== undefined){
let data52 = data.with_codes;
if(typeof data52 !== "boolean"){
let coerced44 = undefined;
if(!(coerced44 !== undefined)){
if(data52 === "false" || data52 === 0 || data52 === null){
coerced44 = false;
}
else if(data52 === "true" || data52 === 1){
coerced44 = true;
}
else {
const err75 = {instancePath:instancePath+"/with_codes",schemaPath:"#/properties/with_codes/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(coerced44 !== undefined){
data52 = coerced44;
if(data !== undefined){
data["with_codes"] = coerced44;
}
}
}
}
if(data.on_schema_change !== undefined){
let data53 = data.on_schema_change;
if(typeof data53 !== "string"){
let dataType45 = typeof data53;
let coerced45 = undefined;
if(!(coerced45 !== undefined)){
if(dataType45 == "number" || dataType45 == "boolean"){
coerced45 = "" + data53;
}
else if(data53 === null){
coerced45 = "";
}
else {
const err76 = {instancePath:instancePath+"/on_schema_change",schemaPath:"#/properties/on_schema_change/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(coerced45 !== undefined){
data53 = coerced45;
if(data !== undefined){
data["on_schema_change"] = coerced45;
}
}
}
if(!((data53 === "evolve") || (data53 === "fail"))){
const err77 = {instancePath:instancePath+"/on_schema_change",schemaPath:"#/properties/on_schema_change/enum",keyword:"enum",params:{allowedValues: schema11.properties.on_schema_change.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data.delta !== undefined){
let data54 = data.delta;
if(typeof data54 !== "boolean"){
let coerced46 = undefined;
if(!(coerced46 !== undefined)){
if(data54 === "false" || data54 === 0 || data54 === null){
coerced46 = false;
}
else if(data54 === "true" || data54 === 1){
coerced46 = true;
}
else {
const err78 = {instancePath:instancePath+"/delta",schemaPath:"#/properties/delta/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(coerced46 !== undefined){
data54 = coerced46;
if(data !== undefined){
data["delta"] = coerced46;
}
}
}
}
if(data.delta_dir !== undefined){
let data55 = data.delta_dir;
if(typeof data55 !== "string"){
let dataType47 = typeof data55;
let coerced47 = undefined;
if(!(coerced47 !== undefined)){
if(dataType47 == "number" || dataType47 == "boolean"){
coerced47 = "" + data55;
}
else if(data55 === null){
coerced47 = "";
}
else {
const err79 = {instancePath:instancePath+"/delta_dir",schemaPath:"#/properties/delta_dir/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(coerced47 !== undefined){
data55 = coerced47;
if(data !== undefined){
data["delta_dir"] = coerced47;
}
}
}
}
if(data.delta_deleted_column !== undefined){
let data56 = data.delta_deleted_column;
if(typeof data56 !== "string"){
let dataType48 = typeof data56;
let coerced48 = undefined;
if(!(coerced48 !== undefined)){
if(dataType48 == "number" || dataType48 == "boolean"){
coerced48 = "" + data56;
}
else if(data56 === null){
coerced48 = "";
}
else {
const err80 = {instancePath:instancePath+"/delta_deleted_column",schemaPath:"#/properties/delta_deleted_column/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(coerced48 !== undefined){
data56 = coerced48;
if(data !== undefined){
data["delta_deleted_column"] = coerced48;
}
}
}
if(!((data56 === "_sdc_deleted_at") || (data56 === "_fivetran_deleted"))){
const err81 = {instancePath:instancePath+"/delta_deleted_column",schemaPath:"#/properties/delta_deleted_column/enum",keyword:"enum",params:{allowedValues: schema11.properties.delta_deleted_column.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data.metadata_columns !== undefined){
let data57 = data.metadata_columns;
if(typeof data57 !== "boolean"){
let coerced49 = undefined;
if(!(coerced49 !== undefined)){
if(data57 === "false" || data57 === 0 || data57 === null){
coerced49 = false;
}
else if(data57 === "true" || data57 === 1){
coerced49 = true;
}
else {
const err82 = {instancePath:instancePath+"/metadata_columns",schemaPath:"#/properties/metadata_columns/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(coerced49 !== undefined){
data57 = coerced49;
if(data !== undefined){
data["metadata_columns"] = coerced49;
}
}
}
}
if(data.model_parallelism !== undefined){
let data58 = data.model_parallelism;
if(!((typeof data58 == "number") && (!(data58 % 1) && !isNaN(data58)))){
let dataType50 = typeof data58;
let coerced50 = undefined;
if(!(coerced50 !== undefined)){
if(dataType50 === "boolean" || data58 === null
              || (dataType50 === "string" && data58 && data58 == +data58 && !(data58 % 1))){
coerced50 = +data58;
}
else {
const err83 = {instancePath:instancePath+"/model_parallelism",schemaPath:"#/properties/model_parallelism/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(coerced50 !== undefined){
data58 = coerced50;
if(data !== undefined){
data["model_parallelism"] = coerced50;
}
}
}
if(typeof data58 == "number"){
if(data58 < 1 || isNaN(data58)){
const err84 = {instancePath:instancePath+"/model_parallelism",schemaPath:"#/properties/model_parallelism/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data.max_download_bytes !== undefined){
let data59 = data.max_download_bytes;
if(!((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59)))){
let dataType51 = typeof data59;
let coerced51 = undefined;
if(!(coerced51 !== undefined)){
if(dataType51 === "boolean" || data59 === null
              || (dataType51 === "string" && data59 && data59 == +data59 && !(data59 % 1))){
coerced51 = +data59;
}
else {
const err85 = {instancePath:instancePath+"/max_download_bytes",schemaPath:"#/properties/max_download_bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(coerced51 !== undefined){
data59 = coerced51;
if(data !== undefined){
data["max_download_bytes"] = coerced51;
}
}
}
if(typeof data59 == "number"){
if(data59 < 1 || isNaN(data59)){
const err86 = {instancePath:instancePath+"/max_download_bytes",schemaPath:"#/properties/max_download_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
if(data.spool_dir !== undefined){
let data60 = data.spool_dir;
if(typeof data60 !== "string"){
let dataType52 = typeof data60;
let coerced52 = undefined;
if(!(coerced52 !== undefined)){
if(dataType52 == "number" || dataType52 == "boolean"){
coerced52 = "" + data60;
}
else if(data60 === null){
coerced52 = "";
}
else {
const err87 = {instancePath:instancePath+"/spool_dir",schemaPath:"#/properties/spool_dir/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(coerced52 !== undefined){
data60 = coerced52;
if(data !== undefined){
data["spool_dir"] = coerced52;
}
}
}
}
if(data.batch_config !== undefined){
let data61 = data.batch_config;
if(data61 && typeof data61 == "object" && !Array.isArray(data61)){
if(data61.storage === undefined){
const err88 = {instancePath:instancePath+"/batch_config",schemaPath:"#/properties/batch_config/required",keyword:"required",params:{missingProperty: "storage"},message:"must have required property '"+"storage"+"'"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data61.encoding !== undefined){
let data62 = data61.encoding;
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
if(data62.format !== undefined){
let data63 = data62.format;
if(typeof data63 !== "string"){
let dataType53 = typeof data63;
let coerced53 = undefined;
if(!(coerced53 !== undefined)){
if(dataType53 == "number" || dataType53 == "boolean"){
coerced53 = "" + data63;
}
else if(data63 === null){
coerced53 = "";
}
else {
const err89 = {instancePath:instancePath+"/batch_config/encoding/format",schemaPath:"#/properties/batch_config/properties/encoding/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(coerced53 !== undefined){
data63 = coerced53;
if(data62 !== undefined){
data62["format"] = coerced53;
}
}
}
if(!(data63 === "jsonl")){
const err90 = {instancePath:instancePath+"/batch_config/encoding/format",schemaPath:"#/properties/batch_config/properties/encoding/properties/format/enum",keyword:"enum",params:{allowedValues: schema11.properties.batch_config.properties.encoding.properties.format.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data62.compression !== undefined){
let data64 = data62.compression;
if(typeof data64 !== "string"){
let dataType54 = typeof data64;
let coerced54 = undefined;
if(!(coerced54 !== undefined)){
if(dataType54 == "number" || dataType54 == "boolean"){
coerced54 = "" + data64;
}
else if(data64 === null){
coerced54 = "";
}
else {
const err91 = {instancePath:instancePath+"/batch_config/encoding/compression",schemaPath:"#/properties/batch_config/properties/encoding/properties/compression/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(coerced54 !== undefined){
data64 = coerced54;
if(data62 !== undefined){
data62["compression"] = coerced54;
}
}
}
if(!((data64 === "gzip") || (data64 === "none"))){
const err92 = {instancePath:instancePath+"/batch_config/encoding/compression",schemaPath:"#/properties/batch_config/properties/encoding/properties/compression/enum",keyword:"enum",params:{allowedValues: schema11.properties.batch_config.properties.encoding.properties.compression.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/batch_config/encoding",schemaPath:"#/properties/batch_config/properties/encoding/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data61.storage !== undefined){
let data65 = data61.storage;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.root === undefined){
const err94 = {instancePath:instancePath+"/batch_config/storage",schemaPath:"#/properties/batch_config/properties/storage/required",keyword:"required",params:{missingProperty: "root"},message:"must have required property '"+"root"+"'"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data65.root !== undefined){
let data66 = data65.root;
if(typeof data66 !== "string"){
let dataType55 = typeof data66;
let coerced55 = undefined;
if(!(coerced55 !== undefined)){
if(dataType55 == "number" || dataType55 == "boolean"){
coerced55 = "" + data66;
}
else if(data66 === null){
coerced55 = "";
}
else {
const err95 = {instancePath:instancePath+"/batch_config/storage/root",schemaPath:"#/properties/batch_config/properties/storage/properties/root/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(coerced55 !== undefined){
data66 = coerced55;
if(data65 !== undefined){
data65["root"] = coerced55;
}
}
}
}
if(data65.prefix !== undefined){
let data67 = data65.prefix;
if(typeof data67 !== "string"){
let dataType56 = typeof data67;
let coerced56 = undefined;
if(!(coerced56 !== undefined)){
if(dataType56 == "number" || dataType56 == "boolean"){
coerced56 = "" + data67;
}
else if(data67 === null){
coerced56 = "";
}
else {
const err96 = {instancePath:instancePath+"/batch_config/storage/prefix",schemaPath:"#/properties/batch_config/properties/storage/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(coerced56 !== undefined){
data67 = coerced56;
if(data65 !== undefined){
data65["prefix"] = coerced56;
}
}
}
}
}
else {
const err97 = {instancePath:instancePath+"/batch_config/storage",schemaPath:"#/properties/batch_config/properties/storage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data61.batch_size !== undefined){
let data68 = data61.batch_size;
if(!((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68)))){
let dataType57 = typeof data68;
let coerced57 = undefined;
if(!(coerced57 !== undefined)){
if(dataType57 === "boolean" || data68 === null
              || (dataType57 === "string" && data68 && data68 == +data68 && !(data68 % 1))){
coerced57 = +data68;
}
else {
const err98 = {instancePath:instancePath+"/batch_config/batch_size",schemaPath:"#/properties/batch_config/properties/batch_size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(coerced57 !== undefined){
data68 = coerced57;
if(data61 !== undefined){
data61["batch_size"] = coerced57;
}
}
}
if(typeof data68 == "number"){
if(data68 < 1 || isNaN(data68)){
const err99 = {instancePath:instancePath+"/batch_config/batch_size",schemaPath:"#/properties/batch_config/properties/batch_size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
}
else {
const err100 = {instancePath:instancePath+"/batch_config",schemaPath:"#/properties/batch_config/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
else {
const err101 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateTargetConfig = validate11;
const schema14 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"target-config.schema.json","title":"TargetConfig","description":"Settings of target-anaplan.","type":"object","allOf":[{"$ref":"auth.schema.json"},{"$ref":"connection.schema.json"}],"properties":{"workspace":{"type":"string","title":"Workspace","description":"Id or name; default of all entries in `streams`."},"model":{"type":"string","title":"Model","description":"Id or name; default of all entries in `streams`."},"streams":{"type":"array","title":"Streams","description":"Where each stream goes. Without an entry a stream goes to the import whose name, or whose file's name without extension, equals the stream's name.","default":[],"items":{"$ref":"#/definitions/StreamEntry"}},"before":{"type":"array","title":"Actions before","description":"Actions run once before the first import.","default":[],"items":{"$ref":"#/definitions/ActionEntry"}},"after":{"type":"array","title":"Actions after","description":"Actions run once when all streams are settled.","default":[],"items":{"$ref":"#/definitions/ActionEntry"}},"on_unmapped_stream":{"type":"string","title":"Streams without an import","description":"`fail`, or `ignore` to count their rows as ignored.","enum":["fail","ignore"],"default":"fail"},"chunk_size_mb":{"type":"number","minimum":1,"maximum":50,"title":"Chunk size","description":"Megabytes of one uploaded chunk before gzip, 1 to 50.","default":10},"single_chunk":{"type":"boolean","title":"One-chunk upload","description":"Sends each file in one call, uncompressed; the file must fit into 50 MB.","default":false},"upload_parallelism":{"type":"integer","minimum":1,"maximum":8,"title":"Chunks in flight","description":"Chunks of one file sent at the same time; Anaplan's documentation asks for one after another.","default":1},"compress":{"type":"boolean","title":"Compress","description":"Sends each chunk as gzip.","default":true},"batch_rows":{"type":"integer","minimum":1,"title":"Rows per import","description":"Runs the import after every n rows; once per stream at the end of input when absent."},"batch_max_age_minutes":{"type":"number","exclusiveMinimum":0,"title":"Minutes per import","description":"Runs the import when rows have waited this long; at the end of input when absent."},"on_rejected_rows":{"type":"string","title":"Rejected rows","description":"`fail` ends with exit code 3; `warn` lets the run succeed.","enum":["fail","warn"],"default":"fail"},"max_rejected_rows":{"type":["integer","string"],"minimum":0,"pattern":"^[0-9]+(\\.[0-9]+)?%?$","title":"Tolerated rejected rows","description":"Rejected rows of a stream up to this number (or percentage, such as `0.5%`) do not fail the run.","default":0},"on_ignored_rows":{"type":"string","title":"Ignored rows","description":"Rows that Anaplan skipped, mostly because nothing changed: `warn` or `fail`.","enum":["warn","fail"],"default":"warn"},"rejects_dir":{"type":"string","title":"Folder of rejects","description":"Gets one JSONL file per stream and task with the rejected records.","default":"./rejects"},"verify":{"type":"string","title":"Check of uploads","description":"`chunks` compares the number of chunks on the server before each import; `full` reads the file back and compares its content.","enum":["chunks","full"],"default":"chunks"},"report_file":{"type":"string","title":"Run report","description":"File that gets the run report as JSON; none when absent."},"validate_records":{"type":"boolean","title":"Validate records","description":"Checks each record against its stream's SCHEMA.","default":true}},"definitions":{"StreamEntry":{"title":"StreamEntry","type":"object","required":["stream"],"properties":{"stream":{"type":"string","description":"Name of the stream."},"workspace":{"type":"string","description":"Id or name."},"model":{"type":"string","description":"Id or name."},"import":{"type":"string","description":"Id or name: the file of this import is uploaded and the import run."},"process":{"type":"string","description":"Id or name: the process's file is uploaded and the process run."},"list":{"type":"string","description":"Id or name: list items are added or updated through the API."},"list_action":{"type":"string","enum":["add","update","upsert"],"description":"With `list`: what happens to each record; `upsert` when absent."},"module":{"type":"string","description":"Id or name: cells of this module are written through the API."},"file":{"type":"string","description":"Id or name of the file, where the import or process has several."},"columns":{"type":"object","description":"Header in Anaplan → property of the record, or a constant.","additionalProperties":{"oneOf":[{"type":"string"},{"type":"object","required":["value"],"properties":{"value":{"type":["string","number","boolean","null"]}}},{"type":"object","description":"ISO dates and times of a property in the format that the import wants: YYYY YY MMM MM M DD D HH H hh h mm m ss s SSS A Z, such as DD/MM/YYYY.","required":["property","format"],"properties":{"property":{"type":"string"},"format":{"type":"string"}}}]}},"mapping":{"type":"object","description":"Values that the import asks for at run time, such as Version → Actual.","additionalProperties":{"type":"string"}},"deletes":{"type":"object","description":"What happens to rows that are marked as deleted.","properties":{"action":{"type":"string","description":"Id or name of a delete action, run once the stream is settled: the marked rows are imported like all others, so that a column can select them."},"list":{"type":"string","description":"Id or name: items of the marked rows are deleted from this list."},"import":{"type":"string","description":"Id or name: with a list and an action, the items' codes are loaded by this import, and the action deletes what it has selected. Its first column is the code, all others get true."},"code":{"type":"string","description":"Property that holds the item's code; the stream's only key property when absent."},"max_percent":{"type":"number","minimum":0,"maximum":100,"default":20,"description":"Of the list's items: when more than these would go, nothing is deleted and the run fails."}}},"order":{"type":"integer","description":"Entries run in this order."}}},"ActionEntry":{"title":"ActionEntry","type":"object","required":["action"],"properties":{"action":{"type":"string","description":"Id or name of an import, export, process or other action."},"workspace":{"type":"string","description":"Id or name."},"model":{"type":"string","description":"Id or name."},"mapping":{"type":"object","additionalProperties":{"type":"string"}}}}}};
const schema17 = {"title":"StreamEntry","type":"object","required":["stream"],"properties":{"stream":{"type":"string","description":"Name of the stream."},"workspace":{"type":"string","description":"Id or name."},"model":{"type":"string","description":"Id or name."},"import":{"type":"string","description":"Id or name: the file of this import is uploaded and the import run."},"process":{"type":"string","description":"Id or name: the process's file is uploaded and the process run."},"list":{"type":"string","description":"Id or name: list items are added or updated through the API."},"list_action":{"type":"string","enum":["add","update","upsert"],"description":"With `list`: what happens to each record; `upsert` when absent."},"module":{"type":"string","description":"Id or name: cells of this module are written through the API."},"file":{"type":"string","description":"Id or name of the file, where the import or process has several."},"columns":{"type":"object","description":"Header in Anaplan → property of the record, or a constant.","additionalProperties":{"oneOf":[{"type":"string"},{"type":"object","required":["value"],"properties":{"value":{"type":["string","number","boolean","null"]}}},{"type":"object","description":"ISO dates and times of a property in the format that the import wants: YYYY YY MMM MM M DD D HH H hh h mm m ss s SSS A Z, such as DD/MM/YYYY.","required":["property","format"],"properties":{"property":{"type":"string"},"format":{"type":"string"}}}]}},"mapping":{"type":"object","description":"Values that the import asks for at run time, such as Version → Actual.","additionalProperties":{"type":"string"}},"deletes":{"type":"object","description":"What happens to rows that are marked as deleted.","properties":{"action":{"type":"string","description":"Id or name of a delete action, run once the stream is settled: the marked rows are imported like all others, so that a column can select them."},"list":{"type":"string","description":"Id or name: items of the marked rows are deleted from this list."},"import":{"type":"string","description":"Id or name: with a list and an action, the items' codes are loaded by this import, and the action deletes what it has selected. Its first column is the code, all others get true."},"code":{"type":"string","description":"Property that holds the item's code; the stream's only key property when absent."},"max_percent":{"type":"number","minimum":0,"maximum":100,"default":20,"description":"Of the list's items: when more than these would go, nothing is deleted and the run fails."}}},"order":{"type":"integer","description":"Entries run in this order."}}};
const schema18 = {"title":"ActionEntry","type":"object","required":["action"],"properties":{"action":{"type":"string","description":"Id or name of an import, export, process or other action."},"workspace":{"type":"string","description":"Id or name."},"model":{"type":"string","description":"Id or name."},"mapping":{"type":"object","additionalProperties":{"type":"string"}}}};
const pattern2 = new RegExp("^[0-9]+(\\.[0-9]+)?%?$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="target-config.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.auth_mode !== undefined){
let data0 = data.auth_mode;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err0 = {instancePath:instancePath+"/auth_mode",schemaPath:"auth.schema.json/properties/auth_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["auth_mode"] = coerced0;
}
}
}
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/auth_mode",schemaPath:"auth.schema.json/properties/auth_mode/pattern",keyword:"pattern",params:{pattern: "^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$"},message:"must match pattern \""+"^([Bb][Aa][Ss][Ii][Cc]|[Cc][Ee][Rr][Tt][Ii][Ff][Ii][Cc][Aa][Tt][Ee]|[Oo][Aa][Uu][Tt][Hh]2)$"+"\""};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
if(data.username !== undefined){
let data1 = data.username;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err2 = {instancePath:instancePath+"/username",schemaPath:"auth.schema.json/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["username"] = coerced1;
}
}
}
}
if(data.password !== undefined){
let data2 = data.password;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err3 = {instancePath:instancePath+"/password",schemaPath:"auth.schema.json/properties/password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["password"] = coerced2;
}
}
}
}
if(data.certificate !== undefined){
let data3 = data.certificate;
if(typeof data3 !== "string"){
let dataType3 = typeof data3;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data3;
}
else if(data3 === null){
coerced3 = "";
}
else {
const err4 = {instancePath:instancePath+"/certificate",schemaPath:"auth.schema.json/properties/certificate/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced3 !== undefined){
data3 = coerced3;
if(data !== undefined){
data["certificate"] = coerced3;
}
}
}
}
if(data.private_key !== undefined){
let data4 = data.private_key;
if(typeof data4 !== "string"){
let dataType4 = typeof data4;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data4;
}
else if(data4 === null){
coerced4 = "";
}
else {
const err5 = {instancePath:instancePath+"/private_key",schemaPath:"auth.schema.json/properties/private_key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced4 !== undefined){
data4 = coerced4;
if(data !== undefined){
data["private_key"] = coerced4;
}
}
}
}
if(data.private_key_passphrase !== undefined){
let data5 = data.private_key_passphrase;
if(typeof data5 !== "string"){
let dataType5 = typeof data5;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data5;
}
else if(data5 === null){
coerced5 = "";
}
else {
const err6 = {instancePath:instancePath+"/private_key_passphrase",schemaPath:"auth.schema.json/properties/private_key_passphrase/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced5 !== undefined){
data5 = coerced5;
if(data !== undefined){
data["private_key_passphrase"] = coerced5;
}
}
}
}
if(data.certificate_payload !== undefined){
let data6 = data.certificate_payload;
if(typeof data6 !== "string"){
let dataType6 = typeof data6;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data6;
}
else if(data6 === null){
coerced6 = "";
}
else {
const err7 = {instancePath:instancePath+"/certificate_payload",schemaPath:"auth.schema.json/properties/certificate_payload/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced6 !== undefined){
data6 = coerced6;
if(data !== undefined){
data["certificate_payload"] = coerced6;
}
}
}
if(!((data6 === "v2") || (data6 === "v1"))){
const err8 = {instancePath:instancePath+"/certificate_payload",schemaPath:"auth.schema.json/properties/certificate_payload/enum",keyword:"enum",params:{allowedValues: schema12.properties.certificate_payload.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.client_id !== undefined){
let data7 = data.client_id;
if(typeof data7 !== "string"){
let dataType7 = typeof data7;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data7;
}
else if(data7 === null){
coerced7 = "";
}
else {
const err9 = {instancePath:instancePath+"/client_id",schemaPath:"auth.schema.json/properties/client_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced7 !== undefined){
data7 = coerced7;
if(data !== undefined){
data["client_id"] = coerced7;
}
}
}
}
if(data.client_secret !== undefined){
let data8 = data.client_secret;
if(typeof data8 !== "string"){
let dataType8 = typeof data8;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 == "number" || dataType8 == "boolean"){
coerced8 = "" + data8;
}
else if(data8 === null){
coerced8 = "";
}
else {
const err10 = {instancePath:instancePath+"/client_secret",schemaPath:"auth.schema.json/properties/client_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced8 !== undefined){
data8 = coerced8;
if(data !== undefined){
data["client_secret"] = coerced8;
}
}
}
}
if(data.refresh_token !== undefined){
let data9 = data.refresh_token;
if(typeof data9 !== "string"){
let dataType9 = typeof data9;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 == "number" || dataType9 == "boolean"){
coerced9 = "" + data9;
}
else if(data9 === null){
coerced9 = "";
}
else {
const err11 = {instancePath:instancePath+"/refresh_token",schemaPath:"auth.schema.json/properties/refresh_token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced9 !== undefined){
data9 = coerced9;
if(data !== undefined){
data["refresh_token"] = coerced9;
}
}
}
}
if(data.token_store !== undefined){
let data10 = data.token_store;
if(typeof data10 !== "string"){
let dataType10 = typeof data10;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 == "number" || dataType10 == "boolean"){
coerced10 = "" + data10;
}
else if(data10 === null){
coerced10 = "";
}
else {
const err12 = {instancePath:instancePath+"/token_store",schemaPath:"auth.schema.json/properties/token_store/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced10 !== undefined){
data10 = coerced10;
if(data !== undefined){
data["token_store"] = coerced10;
}
}
}
}
}
else {
const err13 = {instancePath,schemaPath:"auth.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.region !== undefined){
let data11 = data.region;
if(typeof data11 !== "string"){
let dataType11 = typeof data11;
let coerced11 = undefined;
if(!(coerced11 !== undefined)){
if(dataType11 == "number" || dataType11 == "boolean"){
coerced11 = "" + data11;
}
else if(data11 === null){
coerced11 = "";
}
else {
const err14 = {instancePath:instancePath+"/region",schemaPath:"connection.schema.json/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(coerced11 !== undefined){
data11 = coerced11;
if(data !== undefined){
data["region"] = coerced11;
}
}
}
}
if(data.api_url !== undefined){
let data12 = data.api_url;
if(typeof data12 !== "string"){
let dataType12 = typeof data12;
let coerced12 = undefined;
if(!(coerced12 !== undefined)){
if(dataType12 == "number" || dataType12 == "boolean"){
coerced12 = "" + data12;
}
else if(data12 === null){
coerced12 = "";
}
else {
const err15 = {instancePath:instancePath+"/api_url",schemaPath:"connection.schema.json/properties/api_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced12 !== undefined){
data12 = coerced12;
if(data !== undefined){
data["api_url"] = coerced12;
}
}
}
}
if(data.auth_url !== undefined){
let data13 = data.auth_url;
if(typeof data13 !== "string"){
let dataType13 = typeof data13;
let coerced13 = undefined;
if(!(coerced13 !== undefined)){
if(dataType13 == "number" || dataType13 == "boolean"){
coerced13 = "" + data13;
}
else if(data13 === null){
coerced13 = "";
}
else {
const err16 = {instancePath:instancePath+"/auth_url",schemaPath:"connection.schema.json/properties/auth_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(coerced13 !== undefined){
data13 = coerced13;
if(data !== undefined){
data["auth_url"] = coerced13;
}
}
}
}
if(data.oauth_url !== undefined){
let data14 = data.oauth_url;
if(typeof data14 !== "string"){
let dataType14 = typeof data14;
let coerced14 = undefined;
if(!(coerced14 !== undefined)){
if(dataType14 == "number" || dataType14 == "boolean"){
coerced14 = "" + data14;
}
else if(data14 === null){
coerced14 = "";
}
else {
const err17 = {instancePath:instancePath+"/oauth_url",schemaPath:"connection.schema.json/properties/oauth_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced14 !== undefined){
data14 = coerced14;
if(data !== undefined){
data["oauth_url"] = coerced14;
}
}
}
}
if(data.api_version !== undefined){
let data15 = data.api_version;
if(typeof data15 !== "string"){
let dataType15 = typeof data15;
let coerced15 = undefined;
if(!(coerced15 !== undefined)){
if(dataType15 == "number" || dataType15 == "boolean"){
coerced15 = "" + data15;
}
else if(data15 === null){
coerced15 = "";
}
else {
const err18 = {instancePath:instancePath+"/api_version",schemaPath:"connection.schema.json/properties/api_version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(coerced15 !== undefined){
data15 = coerced15;
if(data !== undefined){
data["api_version"] = coerced15;
}
}
}
if(!((data15 === "2.0") || (data15 === "1.3"))){
const err19 = {instancePath:instancePath+"/api_version",schemaPath:"connection.schema.json/properties/api_version/enum",keyword:"enum",params:{allowedValues: schema13.properties.api_version.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.locale !== undefined){
let data16 = data.locale;
if(typeof data16 !== "string"){
let dataType16 = typeof data16;
let coerced16 = undefined;
if(!(coerced16 !== undefined)){
if(dataType16 == "number" || dataType16 == "boolean"){
coerced16 = "" + data16;
}
else if(data16 === null){
coerced16 = "";
}
else {
const err20 = {instancePath:instancePath+"/locale",schemaPath:"connection.schema.json/properties/locale/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(coerced16 !== undefined){
data16 = coerced16;
if(data !== undefined){
data["locale"] = coerced16;
}
}
}
}
if(data.proxy_url !== undefined){
let data17 = data.proxy_url;
if(typeof data17 !== "string"){
let dataType17 = typeof data17;
let coerced17 = undefined;
if(!(coerced17 !== undefined)){
if(dataType17 == "number" || dataType17 == "boolean"){
coerced17 = "" + data17;
}
else if(data17 === null){
coerced17 = "";
}
else {
const err21 = {instancePath:instancePath+"/proxy_url",schemaPath:"connection.schema.json/properties/proxy_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(coerced17 !== undefined){
data17 = coerced17;
if(data !== undefined){
data["proxy_url"] = coerced17;
}
}
}
}
if(data.ca_certificate !== undefined){
let data18 = data.ca_certificate;
if(typeof data18 !== "string"){
let dataType18 = typeof data18;
let coerced18 = undefined;
if(!(coerced18 !== undefined)){
if(dataType18 == "number" || dataType18 == "boolean"){
coerced18 = "" + data18;
}
else if(data18 === null){
coerced18 = "";
}
else {
const err22 = {instancePath:instancePath+"/ca_certificate",schemaPath:"connection.schema.json/properties/ca_certificate/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(coerced18 !== undefined){
data18 = coerced18;
if(data !== undefined){
data["ca_certificate"] = coerced18;
}
}
}
}
if(data.server_fingerprints !== undefined){
let data19 = data.server_fingerprints;
if(Array.isArray(data19)){
const len0 = data19.length;
for(let i0=0; i0<len0; i0++){
let data20 = data19[i0];
if(typeof data20 !== "string"){
let dataType19 = typeof data20;
let coerced19 = undefined;
if(!(coerced19 !== undefined)){
if(dataType19 == "number" || dataType19 == "boolean"){
coerced19 = "" + data20;
}
else if(data20 === null){
coerced19 = "";
}
else {
const err23 = {instancePath:instancePath+"/server_fingerprints/" + i0,schemaPath:"connection.schema.json/properties/server_fingerprints/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(coerced19 !== undefined){
data20 = coerced19;
if(data19 !== undefined){
data19[i0] = coerced19;
}
}
}
}
}
else {
const err24 = {instancePath:instancePath+"/server_fingerprints",schemaPath:"connection.schema.json/properties/server_fingerprints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.request_timeout_seconds !== undefined){
let data21 = data.request_timeout_seconds;
if(!(typeof data21 == "number")){
let dataType20 = typeof data21;
let coerced20 = undefined;
if(!(coerced20 !== undefined)){
if(dataType20 == "boolean" || data21 === null
              || (dataType20 == "string" && data21 && data21 == +data21)){
coerced20 = +data21;
}
else {
const err25 = {instancePath:instancePath+"/request_timeout_seconds",schemaPath:"connection.schema.json/properties/request_timeout_seconds/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(coerced20 !== undefined){
data21 = coerced20;
if(data !== undefined){
data["request_timeout_seconds"] = coerced20;
}
}
}
if(typeof data21 == "number"){
if(data21 <= 0 || isNaN(data21)){
const err26 = {instancePath:instancePath+"/request_timeout_seconds",schemaPath:"connection.schema.json/properties/request_timeout_seconds/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
if(data.max_retries !== undefined){
let data22 = data.max_retries;
if(!((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22)))){
let dataType21 = typeof data22;
let coerced21 = undefined;
if(!(coerced21 !== undefined)){
if(dataType21 === "boolean" || data22 === null
              || (dataType21 === "string" && data22 && data22 == +data22 && !(data22 % 1))){
coerced21 = +data22;
}
else {
const err27 = {instancePath:instancePath+"/max_retries",schemaPath:"connection.schema.json/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(coerced21 !== undefined){
data22 = coerced21;
if(data !== undefined){
data["max_retries"] = coerced21;
}
}
}
if(typeof data22 == "number"){
if(data22 < 0 || isNaN(data22)){
const err28 = {instancePath:instancePath+"/max_retries",schemaPath:"connection.schema.json/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data.requests_per_minute !== undefined){
let data23 = data.requests_per_minute;
if(!(typeof data23 == "number")){
let dataType22 = typeof data23;
let coerced22 = undefined;
if(!(coerced22 !== undefined)){
if(dataType22 == "boolean" || data23 === null
              || (dataType22 == "string" && data23 && data23 == +data23)){
coerced22 = +data23;
}
else {
const err29 = {instancePath:instancePath+"/requests_per_minute",schemaPath:"connection.schema.json/properties/requests_per_minute/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(coerced22 !== undefined){
data23 = coerced22;
if(data !== undefined){
data["requests_per_minute"] = coerced22;
}
}
}
if(typeof data23 == "number"){
if(data23 <= 0 || isNaN(data23)){
const err30 = {instancePath:instancePath+"/requests_per_minute",schemaPath:"connection.schema.json/properties/requests_per_minute/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data.poll_interval_seconds !== undefined){
let data24 = data.poll_interval_seconds;
if(!(typeof data24 == "number")){
let dataType23 = typeof data24;
let coerced23 = undefined;
if(!(coerced23 !== undefined)){
if(dataType23 == "boolean" || data24 === null
              || (dataType23 == "string" && data24 && data24 == +data24)){
coerced23 = +data24;
}
else {
const err31 = {instancePath:instancePath+"/poll_interval_seconds",schemaPath:"connection.schema.json/properties/poll_interval_seconds/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(coerced23 !== undefined){
data24 = coerced23;
if(data !== undefined){
data["poll_interval_seconds"] = coerced23;
}
}
}
if(typeof data24 == "number"){
if(data24 <= 0 || isNaN(data24)){
const err32 = {instancePath:instancePath+"/poll_interval_seconds",schemaPath:"connection.schema.json/properties/poll_interval_seconds/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data.task_timeout_minutes !== undefined){
let data25 = data.task_timeout_minutes;
if(!(typeof data25 == "number")){
let dataType24 = typeof data25;
let coerced24 = undefined;
if(!(coerced24 !== undefined)){
if(dataType24 == "boolean" || data25 === null
              || (dataType24 == "string" && data25 && data25 == +data25)){
coerced24 = +data25;
}
else {
const err33 = {instancePath:instancePath+"/task_timeout_minutes",schemaPath:"connection.schema.json/properties/task_timeout_minutes/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(coerced24 !== undefined){
data25 = coerced24;
if(data !== undefined){
data["task_timeout_minutes"] = coerced24;
}
}
}
if(typeof data25 == "number"){
if(data25 <= 0 || isNaN(data25)){
const err34 = {instancePath:instancePath+"/task_timeout_minutes",schemaPath:"connection.schema.json/properties/task_timeout_minutes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data.model_busy_timeout_minutes !== undefined){
let data26 = data.model_busy_timeout_minutes;
if(!(typeof data26 == "number")){
let dataType25 = typeof data26;
let coerced25 = undefined;
if(!(coerced25 !== undefined)){
if(dataType25 == "boolean" || data26 === null
              || (dataType25 == "string" && data26 && data26 == +data26)){
coerced25 = +data26;
}
else {
const err35 = {instancePath:instancePath+"/model_busy_timeout_minutes",schemaPath:"connection.schema.json/properties/model_busy_timeout_minutes/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(coerced25 !== undefined){
data26 = coerced25;
if(data !== undefined){
data["model_busy_timeout_minutes"] = coerced25;
}
}
}
if(typeof data26 == "number"){
if(data26 < 0 || isNaN(data26)){
const err36 = {instancePath:instancePath+"/model_busy_timeout_minutes",schemaPath:"connection.schema.json/properties/model_busy_timeout_minutes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
}
else {
const err37 = {instancePath,schemaPath:"connection.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.workspace !== undefined){
let data27 = data.workspace;
if(typeof data27 !== "string"){
let dataType26 = typeof data27;
let coerced26 = undefined;
if(!(coerced26 !== undefined)){
if(dataType26 == "number" || dataType26 == "boolean"){
coerced26 = "" + data27;
}
else if(data27 === null){
coerced26 = "";
}
else {
const err38 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(coerced26 !== undefined){
data27 = coerced26;
if(data !== undefined){
data["workspace"] = coerced26;
}
}
}
}
if(data.model !== undefined){
let data28 = data.model;
if(typeof data28 !== "string"){
let dataType27 = typeof data28;
let coerced27 = undefined;
if(!(coerced27 !== undefined)){
if(dataType27 == "number" || dataType27 == "boolean"){
coerced27 = "" + data28;
}
else if(data28 === null){
coerced27 = "";
}
else {
const err39 = {instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(coerced27 !== undefined){
data28 = coerced27;
if(data !== undefined){
data["model"] = coerced27;
}
}
}
}
if(data.streams !== undefined){
let data29 = data.streams;
if(Array.isArray(data29)){
const len1 = data29.length;
for(let i1=0; i1<len1; i1++){
let data30 = data29[i1];
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.stream === undefined){
const err40 = {instancePath:instancePath+"/streams/" + i1,schemaPath:"#/definitions/StreamEntry/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data30.stream !== undefined){
let data31 = data30.stream;
if(typeof data31 !== "string"){
let dataType28 = typeof data31;
let coerced28 = undefined;
if(!(coerced28 !== undefined)){
if(dataType28 == "number" || dataType28 == "boolean"){
coerced28 = "" + data31;
}
else if(data31 === null){
coerced28 = "";
}
else {
const err41 = {instancePath:instancePath+"/streams/" + i1+"/stream",schemaPath:"#/definitions/StreamEntry/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(coerced28 !== undefined){
data31 = coerced28;
if(data30 !== undefined){
data30["stream"] = coerced28;
}
}
}
}
if(data30.workspace !== undefined){
let data32 = data30.workspace;
if(typeof data32 !== "string"){
let dataType29 = typeof data32;
let coerced29 = undefined;
if(!(coerced29 !== undefined)){
if(dataType29 == "number" || dataType29 == "boolean"){
coerced29 = "" + data32;
}
else if(data32 === null){
coerced29 = "";
}
else {
const err42 = {instancePath:instancePath+"/streams/" + i1+"/workspace",schemaPath:"#/definitions/StreamEntry/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(coerced29 !== undefined){
data32 = coerced29;
if(data30 !== undefined){
data30["workspace"] = coerced29;
}
}
}
}
if(data30.model !== undefined){
let data33 = data30.model;
if(typeof data33 !== "string"){
let dataType30 = typeof data33;
let coerced30 = undefined;
if(!(coerced30 !== undefined)){
if(dataType30 == "number" || dataType30 == "boolean"){
coerced30 = "" + data33;
}
else if(data33 === null){
coerced30 = "";
}
else {
const err43 = {instancePath:instancePath+"/streams/" + i1+"/model",schemaPath:"#/definitions/StreamEntry/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(coerced30 !== undefined){
data33 = coerced30;
if(data30 !== undefined){
data30["model"] = coerced30;
}
}
}
}
if(data30.import !== undefined){
let data34 = data30.import;
if(typeof data34 !== "string"){
let dataType31 = typeof data34;
let coerced31 = undefined;
if(!(coerced31 !== undefined)){
if(dataType31 == "number" || dataType31 == "boolean"){
coerced31 = "" + data34;
}
else if(data34 === null){
coerced31 = "";
}
else {
const err44 = {instancePath:instancePath+"/streams/" + i1+"/import",schemaPath:"#/definitions/StreamEntry/properties/import/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(coerced31 !== undefined){
data34 = coerced31;
if(data30 !== undefined){
data30["import"] = coerced31;
}
}
}
}
if(data30.process !== undefined){
let data35 = data30.process;
if(typeof data35 !== "string"){
let dataType32 = typeof data35;
let coerced32 = undefined;
if(!(coerced32 !== undefined)){
if(dataType32 == "number" || dataType32 == "boolean"){
coerced32 = "" + data35;
}
else if(data35 === null){
coerced32 = "";
}
else {
const err45 = {instancePath:instancePath+"/streams/" + i1+"/process",schemaPath:"#/definitions/StreamEntry/properties/process/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(coerced32 !== undefined){
data35 = coerced32;
if(data30 !== undefined){
data30["process"] = coerced32;
}
}
}
}
if(data30.list !== undefined){
let data36 = data30.list;
if(typeof data36 !== "string"){
let dataType33 = typeof data36;
let coerced33 = undefined;
if(!(coerced33 !== undefined)){
if(dataType33 == "number" || dataType33 == "boolean"){
coerced33 = "" + data36;
}
else if(data36 === null){
coerced33 = "";
}
else {
const err46 = {instancePath:instancePath+"/streams/" + i1+"/list",schemaPath:"#/definitions/StreamEntry/properties/list/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(coerced33 !== undefined){
data36 = coerced33;
if(data30 !== undefined){
data30["list"] = coerced33;
}
}
}
}
if(data30.list_action !== undefined){
let data37 = data30.list_action;
if(typeof data37 !== "string"){
let dataType34 = typeof data37;
let coerced34 = undefined;
if(!(coerced34 !== undefined)){
if(dataType34 == "number" || dataType34 == "boolean"){
coerced34 = "" + data37;
}
else if(data37 === null){
coerced34 = "";
}
else {
const err47 = {instancePath:instancePath+"/streams/" + i1+"/list_action",schemaPath:"#/definitions/StreamEntry/properties/list_action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(coerced34 !== undefined){
data37 = coerced34;
if(data30 !== undefined){
data30["list_action"] = coerced34;
}
}
}
if(!(((data37 === "add") || (data37 === "update")) || (data37 === "upsert"))){
const err48 = {instancePath:instancePath+"/streams/" + i1+"/list_action",schemaPath:"#/definitions/StreamEntry/properties/list_action/enum",keyword:"enum",params:{allowedValues: schema17.properties.list_action.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data30.module !== undefined){
let data38 = data30.module;
if(typeof data38 !== "string"){
let dataType35 = typeof data38;
let coerced35 = undefined;
if(!(coerced35 !== undefined)){
if(dataType35 == "number" || dataType35 == "boolean"){
coerced35 = "" + data38;
}
else if(data38 === null){
coerced35 = "";
}
else {
const err49 = {instancePath:instancePath+"/streams/" + i1+"/module",schemaPath:"#/definitions/StreamEntry/properties/module/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(coerced35 !== undefined){
data38 = coerced35;
if(data30 !== undefined){
data30["module"] = coerced35;
}
}
}
}
if(data30.file !== undefined){
let data39 = data30.file;
if(typeof data39 !== "string"){
let dataType36 = typeof data39;
let coerced36 = undefined;
if(!(coerced36 !== undefined)){
if(dataType36 == "number" || dataType36 == "boolean"){
coerced36 = "" + data39;
}
else if(data39 === null){
coerced36 = "";
}
else {
const err50 = {instancePath:instancePath+"/streams/" + i1+"/file",schemaPath:"#/definitions/StreamEntry/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(coerced36 !== undefined){
data39 = coerced36;
if(data30 !== undefined){
data30["file"] = coerced36;
}
}
}
}
if(data30.columns !== undefined){
let data40 = data30.columns;
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key0 in data40){
let data41 = data40[key0];
const _errs92 = errors;
let valid13 = false;
let passing0 = null;
const _errs93 = errors;
if(typeof data41 !== "string"){
let dataType37 = typeof data41;
let coerced37 = undefined;
if(!(coerced37 !== undefined)){
if(dataType37 == "number" || dataType37 == "boolean"){
coerced37 = "" + data41;
}
else if(data41 === null){
coerced37 = "";
}
else {
const err51 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/0/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(coerced37 !== undefined){
data41 = coerced37;
if(data40 !== undefined){
data40[key0] = coerced37;
}
}
}
var _valid0 = _errs93 === errors;
if(_valid0){
valid13 = true;
passing0 = 0;
}
const _errs95 = errors;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if(data41.value === undefined){
const err52 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/1/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data41.value !== undefined){
let data42 = data41.value;
if((((typeof data42 !== "string") && (!(typeof data42 == "number"))) && (typeof data42 !== "boolean")) && (data42 !== null)){
let dataType38 = typeof data42;
let coerced38 = undefined;
if(!(coerced38 !== undefined)){
if(dataType38 == "number" || dataType38 == "boolean"){
coerced38 = "" + data42;
}
else if(data42 === null){
coerced38 = "";
}
else if(dataType38 == "boolean" || data42 === null
              || (dataType38 == "string" && data42 && data42 == +data42)){
coerced38 = +data42;
}
else if(data42 === "false" || data42 === 0 || data42 === null){
coerced38 = false;
}
else if(data42 === "true" || data42 === 1){
coerced38 = true;
}
else if(data42 === "" || data42 === 0 || data42 === false){
coerced38 = null;
}
else {
const err53 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/value",schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/1/properties/value/type",keyword:"type",params:{type: schema17.properties.columns.additionalProperties.oneOf[1].properties.value.type},message:"must be string,number,boolean,null"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(coerced38 !== undefined){
data42 = coerced38;
if(data41 !== undefined){
data41["value"] = coerced38;
}
}
}
}
}
else {
const err54 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
var _valid0 = _errs95 === errors;
if(_valid0 && valid13){
valid13 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid13 = true;
passing0 = 1;
}
const _errs99 = errors;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if(data41.property === undefined){
const err55 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty: "property"},message:"must have required property '"+"property"+"'"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data41.format === undefined){
const err56 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty: "format"},message:"must have required property '"+"format"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data41.property !== undefined){
let data43 = data41.property;
if(typeof data43 !== "string"){
let dataType39 = typeof data43;
let coerced39 = undefined;
if(!(coerced39 !== undefined)){
if(dataType39 == "number" || dataType39 == "boolean"){
coerced39 = "" + data43;
}
else if(data43 === null){
coerced39 = "";
}
else {
const err57 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/property",schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/2/properties/property/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(coerced39 !== undefined){
data43 = coerced39;
if(data41 !== undefined){
data41["property"] = coerced39;
}
}
}
}
if(data41.format !== undefined){
let data44 = data41.format;
if(typeof data44 !== "string"){
let dataType40 = typeof data44;
let coerced40 = undefined;
if(!(coerced40 !== undefined)){
if(dataType40 == "number" || dataType40 == "boolean"){
coerced40 = "" + data44;
}
else if(data44 === null){
coerced40 = "";
}
else {
const err58 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/format",schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/2/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(coerced40 !== undefined){
data44 = coerced40;
if(data41 !== undefined){
data41["format"] = coerced40;
}
}
}
}
}
else {
const err59 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf/2/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
var _valid0 = _errs99 === errors;
if(_valid0 && valid13){
valid13 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid13 = true;
passing0 = 2;
}
}
}
if(!valid13){
const err60 = {instancePath:instancePath+"/streams/" + i1+"/columns/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/columns/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
else {
errors = _errs92;
if(vErrors !== null){
if(_errs92){
vErrors.length = _errs92;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err61 = {instancePath:instancePath+"/streams/" + i1+"/columns",schemaPath:"#/definitions/StreamEntry/properties/columns/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data30.mapping !== undefined){
let data45 = data30.mapping;
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
for(const key1 in data45){
let data46 = data45[key1];
if(typeof data46 !== "string"){
let dataType41 = typeof data46;
let coerced41 = undefined;
if(!(coerced41 !== undefined)){
if(dataType41 == "number" || dataType41 == "boolean"){
coerced41 = "" + data46;
}
else if(data46 === null){
coerced41 = "";
}
else {
const err62 = {instancePath:instancePath+"/streams/" + i1+"/mapping/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/StreamEntry/properties/mapping/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(coerced41 !== undefined){
data46 = coerced41;
if(data45 !== undefined){
data45[key1] = coerced41;
}
}
}
}
}
else {
const err63 = {instancePath:instancePath+"/streams/" + i1+"/mapping",schemaPath:"#/definitions/StreamEntry/properties/mapping/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data30.deletes !== undefined){
let data47 = data30.deletes;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.action !== undefined){
let data48 = data47.action;
if(typeof data48 !== "string"){
let dataType42 = typeof data48;
let coerced42 = undefined;
if(!(coerced42 !== undefined)){
if(dataType42 == "number" || dataType42 == "boolean"){
coerced42 = "" + data48;
}
else if(data48 === null){
coerced42 = "";
}
else {
const err64 = {instancePath:instancePath+"/streams/" + i1+"/deletes/action",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(coerced42 !== undefined){
data48 = coerced42;
if(data47 !== undefined){
data47["action"] = coerced42;
}
}
}
}
if(data47.list !== undefined){
let data49 = data47.list;
if(typeof data49 !== "string"){
let dataType43 = typeof data49;
let coerced43 = undefined;
if(!(coerced43 !== undefined)){
if(dataType43 == "number" || dataType43 == "boolean"){
coerced43 = "" + data49;
}
else if(data49 === null){
coerced43 = "";
}
else {
const err65 = {instancePath:instancePath+"/streams/" + i1+"/deletes/list",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/list/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(coerced43 !== undefined){
data49 = coerced43;
if(data47 !== undefined){
data47["list"] = coerced43;
}
}
}
}
if(data47.import !== undefined){
let data50 = data47.import;
if(typeof data50 !== "string"){
let dataType44 = typeof data50;
let coerced44 = undefined;
if(!(coerced44 !== undefined)){
if(dataType44 == "number" || dataType44 == "boolean"){
coerced44 = "" + data50;
}
else if(data50 === null){
coerced44 = "";
}
else {
const err66 = {instancePath:instancePath+"/streams/" + i1+"/deletes/import",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/import/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(coerced44 !== undefined){
data50 = coerced44;
if(data47 !== undefined){
data47["import"] = coerced44;
}
}
}
}
if(data47.code !== undefined){
let data51 = data47.code;
if(typeof data51 !== "string"){
let dataType45 = typeof data51;
let coerced45 = undefined;
if(!(coerced45 !== undefined)){
if(dataType45 == "number" || dataType45 == "boolean"){
coerced45 = "" + data51;
}
else if(data51 === null){
coerced45 = "";
}
else {
const err67 = {instancePath:instancePath+"/streams/" + i1+"/deletes/code",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(coerced45 !== undefined){
data51 = coerced45;
if(data47 !== undefined){
data47["code"] = coerced45;
}
}
}
}
if(data47.max_percent !== undefined){
let data52 = data47.max_percent;
if(!(typeof data52 == "number")){
let dataType46 = typeof data52;
let coerced46 = undefined;
if(!(coerced46 !== undefined)){
if(dataType46 == "boolean" || data52 === null
              || (dataType46 == "string" && data52 && data52 == +data52)){
coerced46 = +data52;
}
else {
const err68 = {instancePath:instancePath+"/streams/" + i1+"/deletes/max_percent",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/max_percent/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(coerced46 !== undefined){
data52 = coerced46;
if(data47 !== undefined){
data47["max_percent"] = coerced46;
}
}
}
if(typeof data52 == "number"){
if(data52 > 100 || isNaN(data52)){
const err69 = {instancePath:instancePath+"/streams/" + i1+"/deletes/max_percent",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/max_percent/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data52 < 0 || isNaN(data52)){
const err70 = {instancePath:instancePath+"/streams/" + i1+"/deletes/max_percent",schemaPath:"#/definitions/StreamEntry/properties/deletes/properties/max_percent/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
}
else {
const err71 = {instancePath:instancePath+"/streams/" + i1+"/deletes",schemaPath:"#/definitions/StreamEntry/properties/deletes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data30.order !== undefined){
let data53 = data30.order;
if(!((typeof data53 == "number") && (!(data53 % 1) && !isNaN(data53)))){
let dataType47 = typeof data53;
let coerced47 = undefined;
if(!(coerced47 !== undefined)){
if(dataType47 === "boolean" || data53 === null
              || (dataType47 === "string" && data53 && data53 == +data53 && !(data53 % 1))){
coerced47 = +data53;
}
else {
const err72 = {instancePath:instancePath+"/streams/" + i1+"/order",schemaPath:"#/definitions/StreamEntry/properties/order/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(coerced47 !== undefined){
data53 = coerced47;
if(data30 !== undefined){
data30["order"] = coerced47;
}
}
}
}
}
else {
const err73 = {instancePath:instancePath+"/streams/" + i1,schemaPath:"#/definitions/StreamEntry/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/streams",schemaPath:"#/properties/streams/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data.before !== undefined){
let data54 = data.before;
if(Array.isArray(data54)){
const len2 = data54.length;
for(let i2=0; i2<len2; i2++){
let data55 = data54[i2];
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
if(data55.action === undefined){
const err75 = {instancePath:instancePath+"/before/" + i2,schemaPath:"#/definitions/ActionEntry/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(data55.action !== undefined){
let data56 = data55.action;
if(typeof data56 !== "string"){
let dataType48 = typeof data56;
let coerced48 = undefined;
if(!(coerced48 !== undefined)){
if(dataType48 == "number" || dataType48 == "boolean"){
coerced48 = "" + data56;
}
else if(data56 === null){
coerced48 = "";
}
else {
const err76 = {instancePath:instancePath+"/before/" + i2+"/action",schemaPath:"#/definitions/ActionEntry/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(coerced48 !== undefined){
data56 = coerced48;
if(data55 !== undefined){
data55["action"] = coerced48;
}
}
}
}
if(data55.workspace !== undefined){
let data57 = data55.workspace;
if(typeof data57 !== "string"){
let dataType49 = typeof data57;
let coerced49 = undefined;
if(!(coerced49 !== undefined)){
if(dataType49 == "number" || dataType49 == "boolean"){
coerced49 = "" + data57;
}
else if(data57 === null){
coerced49 = "";
}
else {
const err77 = {instancePath:instancePath+"/before/" + i2+"/workspace",schemaPath:"#/definitions/ActionEntry/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(coerced49 !== undefined){
data57 = coerced49;
if(data55 !== undefined){
data55["workspace"] = coerced49;
}
}
}
}
if(data55.model !== undefined){
let data58 = data55.model;
if(typeof data58 !== "string"){
let dataType50 = typeof data58;
let coerced50 = undefined;
if(!(coerced50 !== undefined)){
if(dataType50 == "number" || dataType50 == "boolean"){
coerced50 = "" + data58;
}
else if(data58 === null){
coerced50 = "";
}
else {
const err78 = {instancePath:instancePath+"/before/" + i2+"/model",schemaPath:"#/definitions/ActionEntry/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(coerced50 !== undefined){
data58 = coerced50;
if(data55 !== undefined){
data55["model"] = coerced50;
}
}
}
}
if(data55.mapping !== undefined){
let data59 = data55.mapping;
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
for(const key2 in data59){
let data60 = data59[key2];
if(typeof data60 !== "string"){
let dataType51 = typeof data60;
let coerced51 = undefined;
if(!(coerced51 !== undefined)){
if(dataType51 == "number" || dataType51 == "boolean"){
coerced51 = "" + data60;
}
else if(data60 === null){
coerced51 = "";
}
else {
const err79 = {instancePath:instancePath+"/before/" + i2+"/mapping/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/ActionEntry/properties/mapping/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(coerced51 !== undefined){
data60 = coerced51;
if(data59 !== undefined){
data59[key2] = coerced51;
}
}
}
}
}
else {
const err80 = {instancePath:instancePath+"/before/" + i2+"/mapping",schemaPath:"#/definitions/ActionEntry/properties/mapping/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/before/" + i2,schemaPath:"#/definitions/ActionEntry/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
else {
const err82 = {instancePath:instancePath+"/before",schemaPath:"#/properties/before/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data.after !== undefined){
let data61 = data.after;
if(Array.isArray(data61)){
const len3 = data61.length;
for(let i3=0; i3<len3; i3++){
let data62 = data61[i3];
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
if(data62.action === undefined){
const err83 = {instancePath:instancePath+"/after/" + i3,schemaPath:"#/definitions/ActionEntry/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data62.action !== undefined){
let data63 = data62.action;
if(typeof data63 !== "string"){
let dataType52 = typeof data63;
let coerced52 = undefined;
if(!(coerced52 !== undefined)){
if(dataType52 == "number" || dataType52 == "boolean"){
coerced52 = "" + data63;
}
else if(data63 === null){
coerced52 = "";
}
else {
const err84 = {instancePath:instancePath+"/after/" + i3+"/action",schemaPath:"#/definitions/ActionEntry/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(coerced52 !== undefined){
data63 = coerced52;
if(data62 !== undefined){
data62["action"] = coerced52;
}
}
}
}
if(data62.workspace !== undefined){
let data64 = data62.workspace;
if(typeof data64 !== "string"){
let dataType53 = typeof data64;
let coerced53 = undefined;
if(!(coerced53 !== undefined)){
if(dataType53 == "number" || dataType53 == "boolean"){
coerced53 = "" + data64;
}
else if(data64 === null){
coerced53 = "";
}
else {
const err85 = {instancePath:instancePath+"/after/" + i3+"/workspace",schemaPath:"#/definitions/ActionEntry/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(coerced53 !== undefined){
data64 = coerced53;
if(data62 !== undefined){
data62["workspace"] = coerced53;
}
}
}
}
if(data62.model !== undefined){
let data65 = data62.model;
if(typeof data65 !== "string"){
let dataType54 = typeof data65;
let coerced54 = undefined;
if(!(coerced54 !== undefined)){
if(dataType54 == "number" || dataType54 == "boolean"){
coerced54 = "" + data65;
}
else if(data65 === null){
coerced54 = "";
}
else {
const err86 = {instancePath:instancePath+"/after/" + i3+"/model",schemaPath:"#/definitions/ActionEntry/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(coerced54 !== undefined){
data65 = coerced54;
if(data62 !== undefined){
data62["model"] = coerced54;
}
}
}
}
if(data62.mapping !== undefined){
let data66 = data62.mapping;
if(data66 && typeof data66 == "object" && !Array.isArray(data66)){
for(const key3 in data66){
let data67 = data66[key3];
if(typeof data67 !== "string"){
let dataType55 = typeof data67;
let coerced55 = undefined;
if(!(coerced55 !== undefined)){
if(dataType55 == "number" || dataType55 == "boolean"){
coerced55 = "" + data67;
}
else if(data67 === null){
coerced55 = "";
}
else {
const err87 = {instancePath:instancePath+"/after/" + i3+"/mapping/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/ActionEntry/properties/mapping/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(coerced55 !== undefined){
data67 = coerced55;
if(data66 !== undefined){
data66[key3] = coerced55;
}
}
}
}
}
else {
const err88 = {instancePath:instancePath+"/after/" + i3+"/mapping",schemaPath:"#/definitions/ActionEntry/properties/mapping/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/after/" + i3,schemaPath:"#/definitions/ActionEntry/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/after",schemaPath:"#/properties/after/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data.on_unmapped_stream !== undefined){
let data68 = data.on_unmapped_stream;
if(typeof data68 !== "string"){
let dataType56 = typeof data68;
let coerced56 = undefined;
if(!(coerced56 !== undefined)){
if(dataType56 == "number" || dataType56 == "boolean"){
coerced56 = "" + data68;
}
else if(data68 === null){
coerced56 = "";
}
else {
const err91 = {instancePath:instancePath+"/on_unmapped_stream",schemaPath:"#/properties/on_unmapped_stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(coerced56 !== undefined){
data68 = coerced56;
if(data !== undefined){
data["on_unmapped_stream"] = coerced56;
}
}
}
if(!((data68 === "fail") || (data68 === "ignore"))){
const err92 = {instancePath:instancePath+"/on_unmapped_stream",schemaPath:"#/properties/on_unmapped_stream/enum",keyword:"enum",params:{allowedValues: schema14.properties.on_unmapped_stream.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data.chunk_size_mb !== undefined){
let data69 = data.chunk_size_mb;
if(!(typeof data69 == "number")){
let dataType57 = typeof data69;
let coerced57 = undefined;
if(!(coerced57 !== undefined)){
if(dataType57 == "boolean" || data69 === null
              || (dataType57 == "string" && data69 && data69 == +data69)){
coerced57 = +data69;
}
else {
const err93 = {instancePath:instancePath+"/chunk_size_mb",schemaPath:"#/properties/chunk_size_mb/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(coerced57 !== undefined){
data69 = coerced57;
if(data !== undefined){
data["chunk_size_mb"] = coerced57;
}
}
}
if(typeof data69 == "number"){
if(data69 > 50 || isNaN(data69)){
const err94 = {instancePath:instancePath+"/chunk_size_mb",schemaPath:"#/properties/chunk_size_mb/maximum",keyword:"maximum",params:{comparison: "<=", limit: 50},message:"must be <= 50"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data69 < 1 || isNaN(data69)){
const err95 = {instancePath:instancePath+"/chunk_size_mb",schemaPath:"#/properties/chunk_size_mb/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data.single_chunk !== undefined){
let data70 = data.single_chunk;
if(typeof data70 !== "boolean"){
let coerced58 = undefined;
if(!(coerced58 !== undefined)){
if(data70 === "false" || data70 === 0 || data70 === null){
coerced58 = false;
}
else if(data70 === "true" || data70 === 1){
coerced58 = true;
}
else {
const err96 = {instancePath:instancePath+"/single_chunk",schemaPath:"#/properties/single_chunk/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(coerced58 !== undefined){
data70 = coerced58;
if(data !== undefined){
data["single_chunk"] = coerced58;
}
}
}
}
if(data.upload_parallelism !== undefined){
let data71 = data.upload_parallelism;
if(!((typeof data71 == "number") && (!(data71 % 1) && !isNaN(data71)))){
let dataType59 = typeof data71;
let coerced59 = undefined;
if(!(coerced59 !== undefined)){
if(dataType59 === "boolean" || data71 === null
              || (dataType59 === "string" && data71 && data71 == +data71 && !(data71 % 1))){
coerced59 = +data71;
}
else {
const err97 = {instancePath:instancePath+"/upload_parallelism",schemaPath:"#/properties/upload_parallelism/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(coerced59 !== undefined){
data71 = coerced59;
if(data !== undefined){
data["upload_parallelism"] = coerced59;
}
}
}
if(typeof data71 == "number"){
if(data71 > 8 || isNaN(data71)){
const err98 = {instancePath:instancePath+"/upload_parallelism",schemaPath:"#/properties/upload_parallelism/maximum",keyword:"maximum",params:{comparison: "<=", limit: 8},message:"must be <= 8"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data71 < 1 || isNaN(data71)){
const err99 = {instancePath:instancePath+"/upload_parallelism",schemaPath:"#/properties/upload_parallelism/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
if(data.compress !== undefined){
let data72 = data.compress;
if(typeof data72 !== "boolean"){
let coerced60 = undefined;
if(!(coerced60 !== undefined)){
if(data72 === "false" || data72 === 0 || data72 === null){
coerced60 = false;
}
else if(data72 === "true" || data72 === 1){
coerced60 = true;
}
else {
const err100 = {instancePath:instancePath+"/compress",schemaPath:"#/properties/compress/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(coerced60 !== undefined){
data72 = coerced60;
if(data !== undefined){
data["compress"] = coerced60;
}
}
}
}
if(data.batch_rows !== undefined){
let data73 = data.batch_rows;
if(!((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73)))){
let dataType61 = typeof data73;
let coerced61 = undefined;
if(!(coerced61 !== undefined)){
if(dataType61 === "boolean" || data73 === null
              || (dataType61 === "string" && data73 && data73 == +data73 && !(data73 % 1))){
coerced61 = +data73;
}
else {
const err101 = {instancePath:instancePath+"/batch_rows",schemaPath:"#/properties/batch_rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(coerced61 !== undefined){
data73 = coerced61;
if(data !== undefined){
data["batch_rows"] = coerced61;
}
}
}
if(typeof data73 == "number"){
if(data73 < 1 || isNaN(data73)){
const err102 = {instancePath:instancePath+"/batch_rows",schemaPath:"#/properties/batch_rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
if(data.batch_max_age_minutes !== undefined){
let data74 = data.batch_max_age_minutes;
if(!(typeof data74 == "number")){
let dataType62 = typeof data74;
let coerced62 = undefined;
if(!(coerced62 !== undefined)){
if(dataType62 == "boolean" || data74 === null
              || (dataType62 == "string" && data74 && data74 == +data74)){
coerced62 = +data74;
}
else {
const err103 = {instancePath:instancePath+"/batch_max_age_minutes",schemaPath:"#/properties/batch_max_age_minutes/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(coerced62 !== undefined){
data74 = coerced62;
if(data !== undefined){
data["batch_max_age_minutes"] = coerced62;
}
}
}
if(typeof data74 == "number"){
if(data74 <= 0 || isNaN(data74)){
const err104 = {instancePath:instancePath+"/batch_max_age_minutes",schemaPath:"#/properties/batch_max_age_minutes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
if(data.on_rejected_rows !== undefined){
let data75 = data.on_rejected_rows;
if(typeof data75 !== "string"){
let dataType63 = typeof data75;
let coerced63 = undefined;
if(!(coerced63 !== undefined)){
if(dataType63 == "number" || dataType63 == "boolean"){
coerced63 = "" + data75;
}
else if(data75 === null){
coerced63 = "";
}
else {
const err105 = {instancePath:instancePath+"/on_rejected_rows",schemaPath:"#/properties/on_rejected_rows/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(coerced63 !== undefined){
data75 = coerced63;
if(data !== undefined){
data["on_rejected_rows"] = coerced63;
}
}
}
if(!((data75 === "fail") || (data75 === "warn"))){
const err106 = {instancePath:instancePath+"/on_rejected_rows",schemaPath:"#/properties/on_rejected_rows/enum",keyword:"enum",params:{allowedValues: schema14.properties.on_rejected_rows.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data.max_rejected_rows !== undefined){
let data76 = data.max_rejected_rows;
if((!((typeof data76 == "number") && (!(data76 % 1) && !isNaN(data76)))) && (typeof data76 !== "string")){
let dataType64 = typeof data76;
let coerced64 = undefined;
if(!(coerced64 !== undefined)){
if(dataType64 === "boolean" || data76 === null
              || (dataType64 === "string" && data76 && data76 == +data76 && !(data76 % 1))){
coerced64 = +data76;
}
else if(dataType64 == "number" || dataType64 == "boolean"){
coerced64 = "" + data76;
}
else if(data76 === null){
coerced64 = "";
}
else {
const err107 = {instancePath:instancePath+"/max_rejected_rows",schemaPath:"#/properties/max_rejected_rows/type",keyword:"type",params:{type: schema14.properties.max_rejected_rows.type},message:"must be integer,string"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(coerced64 !== undefined){
data76 = coerced64;
if(data !== undefined){
data["max_rejected_rows"] = coerced64;
}
}
}
if(typeof data76 == "number"){
if(data76 < 0 || isNaN(data76)){
const err108 = {instancePath:instancePath+"/max_rejected_rows",schemaPath:"#/properties/max_rejected_rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(typeof data76 === "string"){
if(!pattern2.test(data76)){
const err109 = {instancePath:instancePath+"/max_rejected_rows",schemaPath:"#/properties/max_rejected_rows/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?%?$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?%?$"+"\""};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
if(data.on_ignored_rows !== undefined){
let data77 = data.on_ignored_rows;
if(typeof data77 !== "string"){
let dataType65 = typeof data77;
let coerced65 = undefined;
if(!(coerced65 !== undefined)){
if(dataType65 == "number" || dataType65 == "boolean"){
coerced65 = "" + data77;
}
else if(data77 === null){
coerced65 = "";
}
else {
const err110 = {instancePath:instancePath+"/on_ignored_rows",schemaPath:"#/properties/on_ignored_rows/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(coerced65 !== undefined){
data77 = coerced65;
if(data !== undefined){
data["on_ignored_rows"] = coerced65;
}
}
}
if(!((data77 === "warn") || (data77 === "fail"))){
const err111 = {instancePath:instancePath+"/on_ignored_rows",schemaPath:"#/properties/on_ignored_rows/enum",keyword:"enum",params:{allowedValues: schema14.properties.on_ignored_rows.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data.rejects_dir !== undefined){
let data78 = data.rejects_dir;
if(typeof data78 !== "string"){
let dataType66 = typeof data78;
let coerced66 = undefined;
if(!(coerced66 !== undefined)){
if(dataType66 == "number" || dataType66 == "boolean"){
coerced66 = "" + data78;
}
else if(data78 === null){
coerced66 = "";
}
else {
const err112 = {instancePath:instancePath+"/rejects_dir",schemaPath:"#/properties/rejects_dir/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(coerced66 !== undefined){
data78 = coerced66;
if(data !== undefined){
data["rejects_dir"] = coerced66;
}
}
}
}
if(data.verify !== undefined){
let data79 = data.verify;
if(typeof data79 !== "string"){
let dataType67 = typeof data79;
let coerced67 = undefined;
if(!(coerced67 !== undefined)){
if(dataType67 == "number" || dataType67 == "boolean"){
coerced67 = "" + data79;
}
else if(data79 === null){
coerced67 = "";
}
else {
const err113 = {instancePath:instancePath+"/verify",schemaPath:"#/properties/verify/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(coerced67 !== undefined){
data79 = coerced67;
if(data !== undefined){
data["verify"] = coerced67;
}
}
}
if(!((data79 === "chunks") || (data79 === "full"))){
const err114 = {instancePath:instancePath+"/verify",schemaPath:"#/properties/verify/enum",keyword:"enum",params:{allowedValues: schema14.properties.verify.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data.report_file !== undefined){
let data80 = data.report_file;
if(typeof data80 !== "string"){
let dataType68 = typeof data80;
let coerced68 = undefined;
if(!(coerced68 !== undefined)){
if(dataType68 == "number" || dataType68 == "boolean"){
coerced68 = "" + data80;
}
else if(data80 === null){
coerced68 = "";
}
else {
const err115 = {instancePath:instancePath+"/report_file",schemaPath:"#/properties/report_file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(coerced68 !== undefined){
data80 = coerced68;
if(data !== undefined){
data["report_file"] = coerced68;
}
}
}
}
if(data.validate_records !== undefined){
let data81 = data.validate_records;
if(typeof data81 !== "boolean"){
let coerced69 = undefined;
if(!(coerced69 !== undefined)){
if(data81 === "false" || data81 === 0 || data81 === null){
coerced69 = false;
}
else if(data81 === "true" || data81 === 1){
coerced69 = true;
}
else {
const err116 = {instancePath:instancePath+"/validate_records",schemaPath:"#/properties/validate_records/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(coerced69 !== undefined){
data81 = coerced69;
if(data !== undefined){
data["validate_records"] = coerced69;
}
}
}
}
}
else {
const err117 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

export const validateState = validate12;
const schema20 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"state.schema.json","title":"State","description":"The tap's state: what --state takes and STATE carries.","type":"object","properties":{"currently_syncing":{"type":["string","null"],"description":"Id of the stream that is being read."},"bookmarks":{"type":"object","description":"Bookmark of each stream by its tap_stream_id.","additionalProperties":{"$ref":"#/definitions/Bookmark"}}},"definitions":{"Bookmark":{"title":"Bookmark","type":"object","properties":{"version":{"type":"integer","description":"Of the last finished FULL_TABLE read."},"model_last_modified":{"type":"string"},"task_id":{"type":"string","description":"Export task whose file was read."},"exported_at":{"type":"string"},"rows":{"type":"integer"},"replication_key":{"type":"string"},"replication_key_value":{"type":"string"},"columns":{"type":"array","description":"Of the last read, in order.","items":{"type":"object","required":["name","type"],"properties":{"name":{"type":"string"},"type":{"type":"string"},"sketch":{"type":"string","description":"Hashes of a few of its first values, by which a renamed column is known again."}}}},"delta_snapshot":{"type":"string","description":"The snapshot on disk that tells what was sent, with the setting `delta`."},"resume":{"$ref":"#/definitions/Resume"}}},"Resume":{"title":"Resume","description":"Stands only while a download is unfinished.","type":"object","required":["task_id","chunk","rows"],"properties":{"task_id":{"type":"string"},"chunk":{"type":"string","description":"Chunk that holds the first byte not yet emitted."},"rows":{"type":"integer","minimum":0,"description":"Data rows emitted."},"offset":{"type":"integer","minimum":0,"description":"Byte in that chunk where the next record starts; without it the rows are counted from the start of the file."}}}}};
const schema21 = {"title":"Bookmark","type":"object","properties":{"version":{"type":"integer","description":"Of the last finished FULL_TABLE read."},"model_last_modified":{"type":"string"},"task_id":{"type":"string","description":"Export task whose file was read."},"exported_at":{"type":"string"},"rows":{"type":"integer"},"replication_key":{"type":"string"},"replication_key_value":{"type":"string"},"columns":{"type":"array","description":"Of the last read, in order.","items":{"type":"object","required":["name","type"],"properties":{"name":{"type":"string"},"type":{"type":"string"},"sketch":{"type":"string","description":"Hashes of a few of its first values, by which a renamed column is known again."}}}},"delta_snapshot":{"type":"string","description":"The snapshot on disk that tells what was sent, with the setting `delta`."},"resume":{"$ref":"#/definitions/Resume"}}};
const schema22 = {"title":"Resume","description":"Stands only while a download is unfinished.","type":"object","required":["task_id","chunk","rows"],"properties":{"task_id":{"type":"string"},"chunk":{"type":"string","description":"Chunk that holds the first byte not yet emitted."},"rows":{"type":"integer","minimum":0,"description":"Data rows emitted."},"offset":{"type":"integer","minimum":0,"description":"Byte in that chunk where the next record starts; without it the rows are counted from the start of the file."}}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.version !== undefined){
let data0 = data.version;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 === "boolean" || data0 === null
              || (dataType0 === "string" && data0 && data0 == +data0 && !(data0 % 1))){
coerced0 = +data0;
}
else {
const err0 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["version"] = coerced0;
}
}
}
}
if(data.model_last_modified !== undefined){
let data1 = data.model_last_modified;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err1 = {instancePath:instancePath+"/model_last_modified",schemaPath:"#/properties/model_last_modified/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["model_last_modified"] = coerced1;
}
}
}
}
if(data.task_id !== undefined){
let data2 = data.task_id;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err2 = {instancePath:instancePath+"/task_id",schemaPath:"#/properties/task_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["task_id"] = coerced2;
}
}
}
}
if(data.exported_at !== undefined){
let data3 = data.exported_at;
if(typeof data3 !== "string"){
let dataType3 = typeof data3;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data3;
}
else if(data3 === null){
coerced3 = "";
}
else {
const err3 = {instancePath:instancePath+"/exported_at",schemaPath:"#/properties/exported_at/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced3 !== undefined){
data3 = coerced3;
if(data !== undefined){
data["exported_at"] = coerced3;
}
}
}
}
if(data.rows !== undefined){
let data4 = data.rows;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
let dataType4 = typeof data4;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 === "boolean" || data4 === null
              || (dataType4 === "string" && data4 && data4 == +data4 && !(data4 % 1))){
coerced4 = +data4;
}
else {
const err4 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced4 !== undefined){
data4 = coerced4;
if(data !== undefined){
data["rows"] = coerced4;
}
}
}
}
if(data.replication_key !== undefined){
let data5 = data.replication_key;
if(typeof data5 !== "string"){
let dataType5 = typeof data5;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data5;
}
else if(data5 === null){
coerced5 = "";
}
else {
const err5 = {instancePath:instancePath+"/replication_key",schemaPath:"#/properties/replication_key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced5 !== undefined){
data5 = coerced5;
if(data !== undefined){
data["replication_key"] = coerced5;
}
}
}
}
if(data.replication_key_value !== undefined){
let data6 = data.replication_key_value;
if(typeof data6 !== "string"){
let dataType6 = typeof data6;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data6;
}
else if(data6 === null){
coerced6 = "";
}
else {
const err6 = {instancePath:instancePath+"/replication_key_value",schemaPath:"#/properties/replication_key_value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced6 !== undefined){
data6 = coerced6;
if(data !== undefined){
data["replication_key_value"] = coerced6;
}
}
}
}
if(data.columns !== undefined){
let data7 = data.columns;
if(Array.isArray(data7)){
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.name === undefined){
const err7 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data8.type === undefined){
const err8 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data8.name !== undefined){
let data9 = data8.name;
if(typeof data9 !== "string"){
let dataType7 = typeof data9;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data9;
}
else if(data9 === null){
coerced7 = "";
}
else {
const err9 = {instancePath:instancePath+"/columns/" + i0+"/name",schemaPath:"#/properties/columns/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced7 !== undefined){
data9 = coerced7;
if(data8 !== undefined){
data8["name"] = coerced7;
}
}
}
}
if(data8.type !== undefined){
let data10 = data8.type;
if(typeof data10 !== "string"){
let dataType8 = typeof data10;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 == "number" || dataType8 == "boolean"){
coerced8 = "" + data10;
}
else if(data10 === null){
coerced8 = "";
}
else {
const err10 = {instancePath:instancePath+"/columns/" + i0+"/type",schemaPath:"#/properties/columns/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced8 !== undefined){
data10 = coerced8;
if(data8 !== undefined){
data8["type"] = coerced8;
}
}
}
}
if(data8.sketch !== undefined){
let data11 = data8.sketch;
if(typeof data11 !== "string"){
let dataType9 = typeof data11;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 == "number" || dataType9 == "boolean"){
coerced9 = "" + data11;
}
else if(data11 === null){
coerced9 = "";
}
else {
const err11 = {instancePath:instancePath+"/columns/" + i0+"/sketch",schemaPath:"#/properties/columns/items/properties/sketch/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced9 !== undefined){
data11 = coerced9;
if(data8 !== undefined){
data8["sketch"] = coerced9;
}
}
}
}
}
else {
const err12 = {instancePath:instancePath+"/columns/" + i0,schemaPath:"#/properties/columns/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.delta_snapshot !== undefined){
let data12 = data.delta_snapshot;
if(typeof data12 !== "string"){
let dataType10 = typeof data12;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 == "number" || dataType10 == "boolean"){
coerced10 = "" + data12;
}
else if(data12 === null){
coerced10 = "";
}
else {
const err14 = {instancePath:instancePath+"/delta_snapshot",schemaPath:"#/properties/delta_snapshot/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(coerced10 !== undefined){
data12 = coerced10;
if(data !== undefined){
data["delta_snapshot"] = coerced10;
}
}
}
}
if(data.resume !== undefined){
let data13 = data.resume;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.task_id === undefined){
const err15 = {instancePath:instancePath+"/resume",schemaPath:"#/definitions/Resume/required",keyword:"required",params:{missingProperty: "task_id"},message:"must have required property '"+"task_id"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data13.chunk === undefined){
const err16 = {instancePath:instancePath+"/resume",schemaPath:"#/definitions/Resume/required",keyword:"required",params:{missingProperty: "chunk"},message:"must have required property '"+"chunk"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data13.rows === undefined){
const err17 = {instancePath:instancePath+"/resume",schemaPath:"#/definitions/Resume/required",keyword:"required",params:{missingProperty: "rows"},message:"must have required property '"+"rows"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data13.task_id !== undefined){
let data14 = data13.task_id;
if(typeof data14 !== "string"){
let dataType11 = typeof data14;
let coerced11 = undefined;
if(!(coerced11 !== undefined)){
if(dataType11 == "number" || dataType11 == "boolean"){
coerced11 = "" + data14;
}
else if(data14 === null){
coerced11 = "";
}
else {
const err18 = {instancePath:instancePath+"/resume/task_id",schemaPath:"#/definitions/Resume/properties/task_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(coerced11 !== undefined){
data14 = coerced11;
if(data13 !== undefined){
data13["task_id"] = coerced11;
}
}
}
}
if(data13.chunk !== undefined){
let data15 = data13.chunk;
if(typeof data15 !== "string"){
let dataType12 = typeof data15;
let coerced12 = undefined;
if(!(coerced12 !== undefined)){
if(dataType12 == "number" || dataType12 == "boolean"){
coerced12 = "" + data15;
}
else if(data15 === null){
coerced12 = "";
}
else {
const err19 = {instancePath:instancePath+"/resume/chunk",schemaPath:"#/definitions/Resume/properties/chunk/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(coerced12 !== undefined){
data15 = coerced12;
if(data13 !== undefined){
data13["chunk"] = coerced12;
}
}
}
}
if(data13.rows !== undefined){
let data16 = data13.rows;
if(!((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16)))){
let dataType13 = typeof data16;
let coerced13 = undefined;
if(!(coerced13 !== undefined)){
if(dataType13 === "boolean" || data16 === null
              || (dataType13 === "string" && data16 && data16 == +data16 && !(data16 % 1))){
coerced13 = +data16;
}
else {
const err20 = {instancePath:instancePath+"/resume/rows",schemaPath:"#/definitions/Resume/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(coerced13 !== undefined){
data16 = coerced13;
if(data13 !== undefined){
data13["rows"] = coerced13;
}
}
}
if(typeof data16 == "number"){
if(data16 < 0 || isNaN(data16)){
const err21 = {instancePath:instancePath+"/resume/rows",schemaPath:"#/definitions/Resume/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data13.offset !== undefined){
let data17 = data13.offset;
if(!((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17)))){
let dataType14 = typeof data17;
let coerced14 = undefined;
if(!(coerced14 !== undefined)){
if(dataType14 === "boolean" || data17 === null
              || (dataType14 === "string" && data17 && data17 == +data17 && !(data17 % 1))){
coerced14 = +data17;
}
else {
const err22 = {instancePath:instancePath+"/resume/offset",schemaPath:"#/definitions/Resume/properties/offset/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(coerced14 !== undefined){
data17 = coerced14;
if(data13 !== undefined){
data13["offset"] = coerced14;
}
}
}
if(typeof data17 == "number"){
if(data17 < 0 || isNaN(data17)){
const err23 = {instancePath:instancePath+"/resume/offset",schemaPath:"#/definitions/Resume/properties/offset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
else {
const err24 = {instancePath:instancePath+"/resume",schemaPath:"#/definitions/Resume/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}


function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="state.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.currently_syncing !== undefined){
let data0 = data.currently_syncing;
if((typeof data0 !== "string") && (data0 !== null)){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else if(data0 === "" || data0 === 0 || data0 === false){
coerced0 = null;
}
else {
const err0 = {instancePath:instancePath+"/currently_syncing",schemaPath:"#/properties/currently_syncing/type",keyword:"type",params:{type: schema20.properties.currently_syncing.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["currently_syncing"] = coerced0;
}
}
}
}
if(data.bookmarks !== undefined){
let data1 = data.bookmarks;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key0 in data1){
if(!(validate13(data1[key0], {instancePath:instancePath+"/bookmarks/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data1,parentDataProperty:key0,rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath:instancePath+"/bookmarks",schemaPath:"#/properties/bookmarks/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

export const validateCatalog = validate15;
const schema23 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"catalog.schema.json","title":"Catalog","description":"What --discover prints and --catalog takes.","type":"object","required":["streams"],"properties":{"streams":{"type":"array","items":{"$ref":"#/definitions/CatalogStream"}}},"definitions":{"CatalogStream":{"title":"CatalogStream","type":"object","required":["tap_stream_id","schema"],"properties":{"tap_stream_id":{"type":"string"},"stream":{"type":"string"},"schema":{"type":"object","properties":{"properties":{"type":"object","additionalProperties":true}}},"metadata":{"type":"array","items":{"$ref":"#/definitions/CatalogMetadata"}},"key_properties":{"type":["array","null"],"items":{"type":"string"}},"replication_method":{"type":["string","null"]},"replication_key":{"type":["string","null"]},"selected":{"type":["boolean","null"]}}},"CatalogMetadata":{"title":"CatalogMetadata","type":"object","required":["breadcrumb","metadata"],"properties":{"breadcrumb":{"type":"array","items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true}}}}};
const schema24 = {"title":"CatalogStream","type":"object","required":["tap_stream_id","schema"],"properties":{"tap_stream_id":{"type":"string"},"stream":{"type":"string"},"schema":{"type":"object","properties":{"properties":{"type":"object","additionalProperties":true}}},"metadata":{"type":"array","items":{"$ref":"#/definitions/CatalogMetadata"}},"key_properties":{"type":["array","null"],"items":{"type":"string"}},"replication_method":{"type":["string","null"]},"replication_key":{"type":["string","null"]},"selected":{"type":["boolean","null"]}}};
const schema25 = {"title":"CatalogMetadata","type":"object","required":["breadcrumb","metadata"],"properties":{"breadcrumb":{"type":"array","items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true}}};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.tap_stream_id === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tap_stream_id"},message:"must have required property '"+"tap_stream_id"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.schema === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "schema"},message:"must have required property '"+"schema"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.tap_stream_id !== undefined){
let data0 = data.tap_stream_id;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err2 = {instancePath:instancePath+"/tap_stream_id",schemaPath:"#/properties/tap_stream_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["tap_stream_id"] = coerced0;
}
}
}
}
if(data.stream !== undefined){
let data1 = data.stream;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err3 = {instancePath:instancePath+"/stream",schemaPath:"#/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["stream"] = coerced1;
}
}
}
}
if(data.schema !== undefined){
let data2 = data.schema;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.properties !== undefined){
let data3 = data2.properties;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
}
else {
const err4 = {instancePath:instancePath+"/schema/properties",schemaPath:"#/properties/schema/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.metadata !== undefined){
let data4 = data.metadata;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.breadcrumb === undefined){
const err6 = {instancePath:instancePath+"/metadata/" + i0,schemaPath:"#/definitions/CatalogMetadata/required",keyword:"required",params:{missingProperty: "breadcrumb"},message:"must have required property '"+"breadcrumb"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data5.metadata === undefined){
const err7 = {instancePath:instancePath+"/metadata/" + i0,schemaPath:"#/definitions/CatalogMetadata/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data5.breadcrumb !== undefined){
let data6 = data5.breadcrumb;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(typeof data7 !== "string"){
let dataType2 = typeof data7;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data7;
}
else if(data7 === null){
coerced2 = "";
}
else {
const err8 = {instancePath:instancePath+"/metadata/" + i0+"/breadcrumb/" + i1,schemaPath:"#/definitions/CatalogMetadata/properties/breadcrumb/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced2 !== undefined){
data7 = coerced2;
if(data6 !== undefined){
data6[i1] = coerced2;
}
}
}
}
}
else {
const err9 = {instancePath:instancePath+"/metadata/" + i0+"/breadcrumb",schemaPath:"#/definitions/CatalogMetadata/properties/breadcrumb/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data5.metadata !== undefined){
let data8 = data5.metadata;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
}
else {
const err10 = {instancePath:instancePath+"/metadata/" + i0+"/metadata",schemaPath:"#/definitions/CatalogMetadata/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/metadata/" + i0,schemaPath:"#/definitions/CatalogMetadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.key_properties !== undefined){
let data9 = data.key_properties;
if((!(Array.isArray(data9))) && (data9 !== null)){
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(data9 === "" || data9 === 0 || data9 === false){
coerced3 = null;
}
else {
const err13 = {instancePath:instancePath+"/key_properties",schemaPath:"#/properties/key_properties/type",keyword:"type",params:{type: schema24.properties.key_properties.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(coerced3 !== undefined){
data9 = coerced3;
if(data !== undefined){
data["key_properties"] = coerced3;
}
}
}
if(Array.isArray(data9)){
const len2 = data9.length;
for(let i2=0; i2<len2; i2++){
let data10 = data9[i2];
if(typeof data10 !== "string"){
let dataType4 = typeof data10;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data10;
}
else if(data10 === null){
coerced4 = "";
}
else {
const err14 = {instancePath:instancePath+"/key_properties/" + i2,schemaPath:"#/properties/key_properties/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(coerced4 !== undefined){
data10 = coerced4;
if(data9 !== undefined){
data9[i2] = coerced4;
}
}
}
}
}
}
if(data.replication_method !== undefined){
let data11 = data.replication_method;
if((typeof data11 !== "string") && (data11 !== null)){
let dataType5 = typeof data11;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data11;
}
else if(data11 === null){
coerced5 = "";
}
else if(data11 === "" || data11 === 0 || data11 === false){
coerced5 = null;
}
else {
const err15 = {instancePath:instancePath+"/replication_method",schemaPath:"#/properties/replication_method/type",keyword:"type",params:{type: schema24.properties.replication_method.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced5 !== undefined){
data11 = coerced5;
if(data !== undefined){
data["replication_method"] = coerced5;
}
}
}
}
if(data.replication_key !== undefined){
let data12 = data.replication_key;
if((typeof data12 !== "string") && (data12 !== null)){
let dataType6 = typeof data12;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data12;
}
else if(data12 === null){
coerced6 = "";
}
else if(data12 === "" || data12 === 0 || data12 === false){
coerced6 = null;
}
else {
const err16 = {instancePath:instancePath+"/replication_key",schemaPath:"#/properties/replication_key/type",keyword:"type",params:{type: schema24.properties.replication_key.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(coerced6 !== undefined){
data12 = coerced6;
if(data !== undefined){
data["replication_key"] = coerced6;
}
}
}
}
if(data.selected !== undefined){
let data13 = data.selected;
if((typeof data13 !== "boolean") && (data13 !== null)){
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(data13 === "false" || data13 === 0 || data13 === null){
coerced7 = false;
}
else if(data13 === "true" || data13 === 1){
coerced7 = true;
}
else if(data13 === "" || data13 === 0 || data13 === false){
coerced7 = null;
}
else {
const err17 = {instancePath:instancePath+"/selected",schemaPath:"#/properties/selected/type",keyword:"type",params:{type: schema24.properties.selected.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced7 !== undefined){
data13 = coerced7;
if(data !== undefined){
data["selected"] = coerced7;
}
}
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}


function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="catalog.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.streams === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "streams"},message:"must have required property '"+"streams"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.streams !== undefined){
let data0 = data.streams;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate16(data0[i0], {instancePath:instancePath+"/streams/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath:instancePath+"/streams",schemaPath:"#/properties/streams/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

export const validateSingerMessage = validate18;
const schema26 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"singer-message.schema.json","title":"SingerMessage","description":"One line of a Singer stream.","oneOf":[{"$ref":"#/definitions/SchemaMessage"},{"$ref":"#/definitions/RecordMessage"},{"$ref":"#/definitions/StateMessage"},{"$ref":"#/definitions/ActivateVersionMessage"},{"$ref":"#/definitions/BatchMessage"}],"definitions":{"SchemaMessage":{"title":"SchemaMessage","type":"object","required":["type","stream","schema"],"properties":{"type":{"const":"SCHEMA"},"stream":{"type":"string"},"schema":{"type":"object","required":["properties"],"properties":{"properties":{"type":"object","additionalProperties":true}}},"key_properties":{"type":["array","null"],"items":{"type":"string"}},"bookmark_properties":{"type":["array","null"],"items":{"type":"string"}}}},"RecordMessage":{"title":"RecordMessage","type":"object","required":["type","stream","record"],"properties":{"type":{"const":"RECORD"},"stream":{"type":"string"},"record":{"type":"object","additionalProperties":true},"version":{"type":["integer","null"]},"time_extracted":{"type":["string","null"]}}},"StateMessage":{"title":"StateMessage","type":"object","required":["type","value"],"properties":{"type":{"const":"STATE"},"value":{"type":"object","additionalProperties":true}}},"ActivateVersionMessage":{"title":"ActivateVersionMessage","type":"object","required":["type","stream","version"],"properties":{"type":{"const":"ACTIVATE_VERSION"},"stream":{"type":"string"},"version":{"type":"integer"}}},"BatchMessage":{"title":"BatchMessage","type":"object","required":["type","stream","encoding","manifest"],"properties":{"type":{"const":"BATCH"},"stream":{"type":"string"},"encoding":{"type":"object","additionalProperties":true},"manifest":{"type":"array","items":{"type":"string"}}}}}};
const schema27 = {"title":"SchemaMessage","type":"object","required":["type","stream","schema"],"properties":{"type":{"const":"SCHEMA"},"stream":{"type":"string"},"schema":{"type":"object","required":["properties"],"properties":{"properties":{"type":"object","additionalProperties":true}}},"key_properties":{"type":["array","null"],"items":{"type":"string"}},"bookmark_properties":{"type":["array","null"],"items":{"type":"string"}}}};
const schema28 = {"title":"RecordMessage","type":"object","required":["type","stream","record"],"properties":{"type":{"const":"RECORD"},"stream":{"type":"string"},"record":{"type":"object","additionalProperties":true},"version":{"type":["integer","null"]},"time_extracted":{"type":["string","null"]}}};
const schema29 = {"title":"StateMessage","type":"object","required":["type","value"],"properties":{"type":{"const":"STATE"},"value":{"type":"object","additionalProperties":true}}};
const schema30 = {"title":"ActivateVersionMessage","type":"object","required":["type","stream","version"],"properties":{"type":{"const":"ACTIVATE_VERSION"},"stream":{"type":"string"},"version":{"type":"integer"}}};
const schema31 = {"title":"BatchMessage","type":"object","required":["type","stream","encoding","manifest"],"properties":{"type":{"const":"BATCH"},"stream":{"type":"string"},"encoding":{"type":"object","additionalProperties":true},"manifest":{"type":"array","items":{"type":"string"}}}};

function validate18(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="singer-message.schema.json" */;
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,schemaPath:"#/definitions/SchemaMessage/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.stream === undefined){
const err1 = {instancePath,schemaPath:"#/definitions/SchemaMessage/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.schema === undefined){
const err2 = {instancePath,schemaPath:"#/definitions/SchemaMessage/required",keyword:"required",params:{missingProperty: "schema"},message:"must have required property '"+"schema"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.type !== undefined){
if("SCHEMA" !== data.type){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/definitions/SchemaMessage/properties/type/const",keyword:"const",params:{allowedValue: "SCHEMA"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.stream !== undefined){
let data1 = data.stream;
if(typeof data1 !== "string"){
let dataType0 = typeof data1;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data1;
}
else if(data1 === null){
coerced0 = "";
}
else {
const err4 = {instancePath:instancePath+"/stream",schemaPath:"#/definitions/SchemaMessage/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced0 !== undefined){
data1 = coerced0;
if(data !== undefined){
data["stream"] = coerced0;
}
}
}
}
if(data.schema !== undefined){
let data2 = data.schema;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.properties === undefined){
const err5 = {instancePath:instancePath+"/schema",schemaPath:"#/definitions/SchemaMessage/properties/schema/required",keyword:"required",params:{missingProperty: "properties"},message:"must have required property '"+"properties"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.properties !== undefined){
let data3 = data2.properties;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
}
else {
const err6 = {instancePath:instancePath+"/schema/properties",schemaPath:"#/definitions/SchemaMessage/properties/schema/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/schema",schemaPath:"#/definitions/SchemaMessage/properties/schema/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.key_properties !== undefined){
let data4 = data.key_properties;
if((!(Array.isArray(data4))) && (data4 !== null)){
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(data4 === "" || data4 === 0 || data4 === false){
coerced1 = null;
}
else {
const err8 = {instancePath:instancePath+"/key_properties",schemaPath:"#/definitions/SchemaMessage/properties/key_properties/type",keyword:"type",params:{type: schema27.properties.key_properties.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced1 !== undefined){
data4 = coerced1;
if(data !== undefined){
data["key_properties"] = coerced1;
}
}
}
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 !== "string"){
let dataType2 = typeof data5;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data5;
}
else if(data5 === null){
coerced2 = "";
}
else {
const err9 = {instancePath:instancePath+"/key_properties/" + i0,schemaPath:"#/definitions/SchemaMessage/properties/key_properties/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced2 !== undefined){
data5 = coerced2;
if(data4 !== undefined){
data4[i0] = coerced2;
}
}
}
}
}
}
if(data.bookmark_properties !== undefined){
let data6 = data.bookmark_properties;
if((!(Array.isArray(data6))) && (data6 !== null)){
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(data6 === "" || data6 === 0 || data6 === false){
coerced3 = null;
}
else {
const err10 = {instancePath:instancePath+"/bookmark_properties",schemaPath:"#/definitions/SchemaMessage/properties/bookmark_properties/type",keyword:"type",params:{type: schema27.properties.bookmark_properties.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced3 !== undefined){
data6 = coerced3;
if(data !== undefined){
data["bookmark_properties"] = coerced3;
}
}
}
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(typeof data7 !== "string"){
let dataType4 = typeof data7;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data7;
}
else if(data7 === null){
coerced4 = "";
}
else {
const err11 = {instancePath:instancePath+"/bookmark_properties/" + i1,schemaPath:"#/definitions/SchemaMessage/properties/bookmark_properties/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced4 !== undefined){
data7 = coerced4;
if(data6 !== undefined){
data6[i1] = coerced4;
}
}
}
}
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/definitions/SchemaMessage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs20 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err13 = {instancePath,schemaPath:"#/definitions/RecordMessage/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data.stream === undefined){
const err14 = {instancePath,schemaPath:"#/definitions/RecordMessage/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data.record === undefined){
const err15 = {instancePath,schemaPath:"#/definitions/RecordMessage/required",keyword:"required",params:{missingProperty: "record"},message:"must have required property '"+"record"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data.type !== undefined){
if("RECORD" !== data.type){
const err16 = {instancePath:instancePath+"/type",schemaPath:"#/definitions/RecordMessage/properties/type/const",keyword:"const",params:{allowedValue: "RECORD"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.stream !== undefined){
let data9 = data.stream;
if(typeof data9 !== "string"){
let dataType5 = typeof data9;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data9;
}
else if(data9 === null){
coerced5 = "";
}
else {
const err17 = {instancePath:instancePath+"/stream",schemaPath:"#/definitions/RecordMessage/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced5 !== undefined){
data9 = coerced5;
if(data !== undefined){
data["stream"] = coerced5;
}
}
}
}
if(data.record !== undefined){
let data10 = data.record;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
}
else {
const err18 = {instancePath:instancePath+"/record",schemaPath:"#/definitions/RecordMessage/properties/record/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.version !== undefined){
let data11 = data.version;
if((!((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11)))) && (data11 !== null)){
let dataType6 = typeof data11;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 === "boolean" || data11 === null
              || (dataType6 === "string" && data11 && data11 == +data11 && !(data11 % 1))){
coerced6 = +data11;
}
else if(data11 === "" || data11 === 0 || data11 === false){
coerced6 = null;
}
else {
const err19 = {instancePath:instancePath+"/version",schemaPath:"#/definitions/RecordMessage/properties/version/type",keyword:"type",params:{type: schema28.properties.version.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(coerced6 !== undefined){
data11 = coerced6;
if(data !== undefined){
data["version"] = coerced6;
}
}
}
}
if(data.time_extracted !== undefined){
let data12 = data.time_extracted;
if((typeof data12 !== "string") && (data12 !== null)){
let dataType7 = typeof data12;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data12;
}
else if(data12 === null){
coerced7 = "";
}
else if(data12 === "" || data12 === 0 || data12 === false){
coerced7 = null;
}
else {
const err20 = {instancePath:instancePath+"/time_extracted",schemaPath:"#/definitions/RecordMessage/properties/time_extracted/type",keyword:"type",params:{type: schema28.properties.time_extracted.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(coerced7 !== undefined){
data12 = coerced7;
if(data !== undefined){
data["time_extracted"] = coerced7;
}
}
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/definitions/RecordMessage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
var _valid0 = _errs20 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
const _errs33 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err22 = {instancePath,schemaPath:"#/definitions/StateMessage/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data.value === undefined){
const err23 = {instancePath,schemaPath:"#/definitions/StateMessage/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data.type !== undefined){
if("STATE" !== data.type){
const err24 = {instancePath:instancePath+"/type",schemaPath:"#/definitions/StateMessage/properties/type/const",keyword:"const",params:{allowedValue: "STATE"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.value !== undefined){
let data14 = data.value;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
}
else {
const err25 = {instancePath:instancePath+"/value",schemaPath:"#/definitions/StateMessage/properties/value/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath,schemaPath:"#/definitions/StateMessage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var _valid0 = _errs33 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
}
const _errs40 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err27 = {instancePath,schemaPath:"#/definitions/ActivateVersionMessage/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data.stream === undefined){
const err28 = {instancePath,schemaPath:"#/definitions/ActivateVersionMessage/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data.version === undefined){
const err29 = {instancePath,schemaPath:"#/definitions/ActivateVersionMessage/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data.type !== undefined){
if("ACTIVATE_VERSION" !== data.type){
const err30 = {instancePath:instancePath+"/type",schemaPath:"#/definitions/ActivateVersionMessage/properties/type/const",keyword:"const",params:{allowedValue: "ACTIVATE_VERSION"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.stream !== undefined){
let data16 = data.stream;
if(typeof data16 !== "string"){
let dataType8 = typeof data16;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 == "number" || dataType8 == "boolean"){
coerced8 = "" + data16;
}
else if(data16 === null){
coerced8 = "";
}
else {
const err31 = {instancePath:instancePath+"/stream",schemaPath:"#/definitions/ActivateVersionMessage/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(coerced8 !== undefined){
data16 = coerced8;
if(data !== undefined){
data["stream"] = coerced8;
}
}
}
}
if(data.version !== undefined){
let data17 = data.version;
if(!((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17)))){
let dataType9 = typeof data17;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 === "boolean" || data17 === null
              || (dataType9 === "string" && data17 && data17 == +data17 && !(data17 % 1))){
coerced9 = +data17;
}
else {
const err32 = {instancePath:instancePath+"/version",schemaPath:"#/definitions/ActivateVersionMessage/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(coerced9 !== undefined){
data17 = coerced9;
if(data !== undefined){
data["version"] = coerced9;
}
}
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/definitions/ActivateVersionMessage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
var _valid0 = _errs40 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 3];
}
else {
if(_valid0){
valid0 = true;
passing0 = 3;
}
const _errs48 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err34 = {instancePath,schemaPath:"#/definitions/BatchMessage/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data.stream === undefined){
const err35 = {instancePath,schemaPath:"#/definitions/BatchMessage/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data.encoding === undefined){
const err36 = {instancePath,schemaPath:"#/definitions/BatchMessage/required",keyword:"required",params:{missingProperty: "encoding"},message:"must have required property '"+"encoding"+"'"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data.manifest === undefined){
const err37 = {instancePath,schemaPath:"#/definitions/BatchMessage/required",keyword:"required",params:{missingProperty: "manifest"},message:"must have required property '"+"manifest"+"'"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data.type !== undefined){
if("BATCH" !== data.type){
const err38 = {instancePath:instancePath+"/type",schemaPath:"#/definitions/BatchMessage/properties/type/const",keyword:"const",params:{allowedValue: "BATCH"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.stream !== undefined){
let data19 = data.stream;
if(typeof data19 !== "string"){
let dataType10 = typeof data19;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 == "number" || dataType10 == "boolean"){
coerced10 = "" + data19;
}
else if(data19 === null){
coerced10 = "";
}
else {
const err39 = {instancePath:instancePath+"/stream",schemaPath:"#/definitions/BatchMessage/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(coerced10 !== undefined){
data19 = coerced10;
if(data !== undefined){
data["stream"] = coerced10;
}
}
}
}
if(data.encoding !== undefined){
let data20 = data.encoding;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
}
else {
const err40 = {instancePath:instancePath+"/encoding",schemaPath:"#/definitions/BatchMessage/properties/encoding/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.manifest !== undefined){
let data21 = data.manifest;
if(Array.isArray(data21)){
const len2 = data21.length;
for(let i2=0; i2<len2; i2++){
let data22 = data21[i2];
if(typeof data22 !== "string"){
let dataType11 = typeof data22;
let coerced11 = undefined;
if(!(coerced11 !== undefined)){
if(dataType11 == "number" || dataType11 == "boolean"){
coerced11 = "" + data22;
}
else if(data22 === null){
coerced11 = "";
}
else {
const err41 = {instancePath:instancePath+"/manifest/" + i2,schemaPath:"#/definitions/BatchMessage/properties/manifest/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(coerced11 !== undefined){
data22 = coerced11;
if(data21 !== undefined){
data21[i2] = coerced11;
}
}
}
}
}
else {
const err42 = {instancePath:instancePath+"/manifest",schemaPath:"#/definitions/BatchMessage/properties/manifest/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath,schemaPath:"#/definitions/BatchMessage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
var _valid0 = _errs48 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 4];
}
else {
if(_valid0){
valid0 = true;
passing0 = 4;
}
}
}
}
}
if(!valid0){
const err44 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate18.errors = vErrors;
return errors === 0;
}

export const validateConfiguredCatalog = validate19;
const schema32 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"airbyte-catalog.schema.json","title":"ConfiguredCatalog","description":"What an Airbyte user chose: the file of --catalog. Any optional member may be absent or null.","type":"object","required":["streams"],"properties":{"streams":{"type":"array","items":{"$ref":"#/definitions/ConfiguredStream"}}},"definitions":{"ConfiguredStream":{"title":"ConfiguredStream","type":"object","required":["stream"],"properties":{"stream":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"namespace":{"type":["string","null"]},"json_schema":{"type":["object","null"],"additionalProperties":true}}},"sync_mode":{"type":["string","null"]},"destination_sync_mode":{"type":["string","null"]},"cursor_field":{"type":["array","null"],"items":{"type":"string"}},"primary_key":{"type":["array","null"],"items":{"type":"array","items":{"type":"string"}}},"generation_id":{"type":["integer","null"]},"minimum_generation_id":{"type":["integer","null"]}}}}};
const schema33 = {"title":"ConfiguredStream","type":"object","required":["stream"],"properties":{"stream":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"namespace":{"type":["string","null"]},"json_schema":{"type":["object","null"],"additionalProperties":true}}},"sync_mode":{"type":["string","null"]},"destination_sync_mode":{"type":["string","null"]},"cursor_field":{"type":["array","null"],"items":{"type":"string"}},"primary_key":{"type":["array","null"],"items":{"type":"array","items":{"type":"string"}}},"generation_id":{"type":["integer","null"]},"minimum_generation_id":{"type":["integer","null"]}}};

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="airbyte-catalog.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.streams === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "streams"},message:"must have required property '"+"streams"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.streams !== undefined){
let data0 = data.streams;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.stream === undefined){
const err1 = {instancePath:instancePath+"/streams/" + i0,schemaPath:"#/definitions/ConfiguredStream/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data1.stream !== undefined){
let data2 = data1.stream;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.name === undefined){
const err2 = {instancePath:instancePath+"/streams/" + i0+"/stream",schemaPath:"#/definitions/ConfiguredStream/properties/stream/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data2.name !== undefined){
let data3 = data2.name;
if(typeof data3 !== "string"){
let dataType0 = typeof data3;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data3;
}
else if(data3 === null){
coerced0 = "";
}
else {
const err3 = {instancePath:instancePath+"/streams/" + i0+"/stream/name",schemaPath:"#/definitions/ConfiguredStream/properties/stream/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced0 !== undefined){
data3 = coerced0;
if(data2 !== undefined){
data2["name"] = coerced0;
}
}
}
}
if(data2.namespace !== undefined){
let data4 = data2.namespace;
if((typeof data4 !== "string") && (data4 !== null)){
let dataType1 = typeof data4;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data4;
}
else if(data4 === null){
coerced1 = "";
}
else if(data4 === "" || data4 === 0 || data4 === false){
coerced1 = null;
}
else {
const err4 = {instancePath:instancePath+"/streams/" + i0+"/stream/namespace",schemaPath:"#/definitions/ConfiguredStream/properties/stream/properties/namespace/type",keyword:"type",params:{type: schema33.properties.stream.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced1 !== undefined){
data4 = coerced1;
if(data2 !== undefined){
data2["namespace"] = coerced1;
}
}
}
}
if(data2.json_schema !== undefined){
let data5 = data2.json_schema;
if((!(data5 && typeof data5 == "object" && !Array.isArray(data5))) && (data5 !== null)){
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(data5 === "" || data5 === 0 || data5 === false){
coerced2 = null;
}
else {
const err5 = {instancePath:instancePath+"/streams/" + i0+"/stream/json_schema",schemaPath:"#/definitions/ConfiguredStream/properties/stream/properties/json_schema/type",keyword:"type",params:{type: schema33.properties.stream.properties.json_schema.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced2 !== undefined){
data5 = coerced2;
if(data2 !== undefined){
data2["json_schema"] = coerced2;
}
}
}
}
}
else {
const err6 = {instancePath:instancePath+"/streams/" + i0+"/stream",schemaPath:"#/definitions/ConfiguredStream/properties/stream/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.sync_mode !== undefined){
let data6 = data1.sync_mode;
if((typeof data6 !== "string") && (data6 !== null)){
let dataType3 = typeof data6;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data6;
}
else if(data6 === null){
coerced3 = "";
}
else if(data6 === "" || data6 === 0 || data6 === false){
coerced3 = null;
}
else {
const err7 = {instancePath:instancePath+"/streams/" + i0+"/sync_mode",schemaPath:"#/definitions/ConfiguredStream/properties/sync_mode/type",keyword:"type",params:{type: schema33.properties.sync_mode.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced3 !== undefined){
data6 = coerced3;
if(data1 !== undefined){
data1["sync_mode"] = coerced3;
}
}
}
}
if(data1.destination_sync_mode !== undefined){
let data7 = data1.destination_sync_mode;
if((typeof data7 !== "string") && (data7 !== null)){
let dataType4 = typeof data7;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data7;
}
else if(data7 === null){
coerced4 = "";
}
else if(data7 === "" || data7 === 0 || data7 === false){
coerced4 = null;
}
else {
const err8 = {instancePath:instancePath+"/streams/" + i0+"/destination_sync_mode",schemaPath:"#/definitions/ConfiguredStream/properties/destination_sync_mode/type",keyword:"type",params:{type: schema33.properties.destination_sync_mode.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced4 !== undefined){
data7 = coerced4;
if(data1 !== undefined){
data1["destination_sync_mode"] = coerced4;
}
}
}
}
if(data1.cursor_field !== undefined){
let data8 = data1.cursor_field;
if((!(Array.isArray(data8))) && (data8 !== null)){
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(data8 === "" || data8 === 0 || data8 === false){
coerced5 = null;
}
else {
const err9 = {instancePath:instancePath+"/streams/" + i0+"/cursor_field",schemaPath:"#/definitions/ConfiguredStream/properties/cursor_field/type",keyword:"type",params:{type: schema33.properties.cursor_field.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced5 !== undefined){
data8 = coerced5;
if(data1 !== undefined){
data1["cursor_field"] = coerced5;
}
}
}
if(Array.isArray(data8)){
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(typeof data9 !== "string"){
let dataType6 = typeof data9;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data9;
}
else if(data9 === null){
coerced6 = "";
}
else {
const err10 = {instancePath:instancePath+"/streams/" + i0+"/cursor_field/" + i1,schemaPath:"#/definitions/ConfiguredStream/properties/cursor_field/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced6 !== undefined){
data9 = coerced6;
if(data8 !== undefined){
data8[i1] = coerced6;
}
}
}
}
}
}
if(data1.primary_key !== undefined){
let data10 = data1.primary_key;
if((!(Array.isArray(data10))) && (data10 !== null)){
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(data10 === "" || data10 === 0 || data10 === false){
coerced7 = null;
}
else {
const err11 = {instancePath:instancePath+"/streams/" + i0+"/primary_key",schemaPath:"#/definitions/ConfiguredStream/properties/primary_key/type",keyword:"type",params:{type: schema33.properties.primary_key.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced7 !== undefined){
data10 = coerced7;
if(data1 !== undefined){
data1["primary_key"] = coerced7;
}
}
}
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(Array.isArray(data11)){
const len3 = data11.length;
for(let i3=0; i3<len3; i3++){
let data12 = data11[i3];
if(typeof data12 !== "string"){
let dataType8 = typeof data12;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 == "number" || dataType8 == "boolean"){
coerced8 = "" + data12;
}
else if(data12 === null){
coerced8 = "";
}
else {
const err12 = {instancePath:instancePath+"/streams/" + i0+"/primary_key/" + i2+"/" + i3,schemaPath:"#/definitions/ConfiguredStream/properties/primary_key/items/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced8 !== undefined){
data12 = coerced8;
if(data11 !== undefined){
data11[i3] = coerced8;
}
}
}
}
}
else {
const err13 = {instancePath:instancePath+"/streams/" + i0+"/primary_key/" + i2,schemaPath:"#/definitions/ConfiguredStream/properties/primary_key/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
}
if(data1.generation_id !== undefined){
let data13 = data1.generation_id;
if((!((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13)))) && (data13 !== null)){
let dataType9 = typeof data13;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 === "boolean" || data13 === null
              || (dataType9 === "string" && data13 && data13 == +data13 && !(data13 % 1))){
coerced9 = +data13;
}
else if(data13 === "" || data13 === 0 || data13 === false){
coerced9 = null;
}
else {
const err14 = {instancePath:instancePath+"/streams/" + i0+"/generation_id",schemaPath:"#/definitions/ConfiguredStream/properties/generation_id/type",keyword:"type",params:{type: schema33.properties.generation_id.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(coerced9 !== undefined){
data13 = coerced9;
if(data1 !== undefined){
data1["generation_id"] = coerced9;
}
}
}
}
if(data1.minimum_generation_id !== undefined){
let data14 = data1.minimum_generation_id;
if((!((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14)))) && (data14 !== null)){
let dataType10 = typeof data14;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 === "boolean" || data14 === null
              || (dataType10 === "string" && data14 && data14 == +data14 && !(data14 % 1))){
coerced10 = +data14;
}
else if(data14 === "" || data14 === 0 || data14 === false){
coerced10 = null;
}
else {
const err15 = {instancePath:instancePath+"/streams/" + i0+"/minimum_generation_id",schemaPath:"#/definitions/ConfiguredStream/properties/minimum_generation_id/type",keyword:"type",params:{type: schema33.properties.minimum_generation_id.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced10 !== undefined){
data14 = coerced10;
if(data1 !== undefined){
data1["minimum_generation_id"] = coerced10;
}
}
}
}
}
else {
const err16 = {instancePath:instancePath+"/streams/" + i0,schemaPath:"#/definitions/ConfiguredStream/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/streams",schemaPath:"#/properties/streams/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}

export const validateRunReport = validate20;
const schema34 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"report.schema.json","title":"RunReport","description":"What the target writes to report_file.","type":"object","required":["started_at","ended_at","outcome","requests","retries","waited_seconds","streams"],"properties":{"started_at":{"type":"string"},"ended_at":{"type":"string"},"outcome":{"type":"string","enum":["succeeded","rejected","failed"]},"error":{"type":"object","properties":{"code":{"type":"string"},"message":{"type":"string"},"context":{"type":"object","additionalProperties":true}}},"requests":{"type":"integer"},"retries":{"type":"integer"},"waited_seconds":{"type":"number"},"streams":{"type":"array","items":{"$ref":"#/definitions/StreamReport"}},"actions":{"type":"array","description":"Runs of before, after and deletes.action, in order.","items":{"$ref":"#/definitions/ActionReport"}}},"definitions":{"StreamReport":{"title":"StreamReport","type":"object","required":["stream","rows","bytes","tasks"],"properties":{"stream":{"type":"string"},"workspace_id":{"type":"string"},"model_id":{"type":"string"},"import_id":{"type":"string"},"process_id":{"type":"string"},"file_id":{"type":"string"},"list_id":{"type":"string"},"module_id":{"type":"string"},"deleted":{"type":"integer","description":"List items that were deleted for rows marked as deleted."},"rows":{"type":"object","required":["received","loaded","ignored","rejected","unacknowledged"],"properties":{"received":{"type":"integer"},"loaded":{"type":"integer"},"ignored":{"type":"integer"},"rejected":{"type":"integer"},"unacknowledged":{"type":"integer"}}},"bytes":{"type":"integer","description":"Of CSV, before gzip."},"seconds":{"type":"object","properties":{"waiting":{"type":"number"},"running":{"type":"number"},"transferring":{"type":"number"}}},"tasks":{"type":"array","items":{"$ref":"#/definitions/TaskReport"}},"rejects_file":{"type":"string","description":"Of the last task that rejected rows."}}},"TaskReport":{"title":"TaskReport","type":"object","required":["task_id","outcome"],"properties":{"task_id":{"type":"string"},"outcome":{"type":"string","enum":["loaded","loaded_with_rejects","failed","cancelled"]},"messages":{"type":"array","items":{"type":"string"}},"rejects_file":{"type":"string"},"atomic":{"type":"boolean","description":"Always false, of a process: steps before a failed one stay applied."},"steps":{"type":"array","items":{"$ref":"#/definitions/StepReport"}}}},"StepReport":{"title":"StepReport","type":"object","required":["object_id","outcome"],"properties":{"object_id":{"type":"string"},"name":{"type":"string"},"outcome":{"type":"string","enum":["applied","failed","not_run"]},"messages":{"type":"array","items":{"type":"string"},"description":"Anaplan's own words."},"rows":{"$ref":"#/definitions/StepRows"},"rejects_file":{"type":"string"}}},"StepRows":{"title":"StepRows","description":"Of an import that counts them.","type":"object","required":["loaded","ignored","rejected"],"properties":{"loaded":{"type":"integer"},"ignored":{"type":"integer"},"rejected":{"type":"integer"}}},"ActionReport":{"title":"ActionReport","type":"object","required":["when","name","workspace_id","model_id","task"],"properties":{"when":{"type":"string","description":"before[0], after[0], or the stream whose entry names it."},"name":{"type":"string"},"workspace_id":{"type":"string"},"model_id":{"type":"string"},"import_id":{"type":"string"},"export_id":{"type":"string"},"process_id":{"type":"string"},"delete_id":{"type":"string"},"rows":{"$ref":"#/definitions/StepRows"},"task":{"$ref":"#/definitions/TaskReport"}}}}};
const schema35 = {"title":"StreamReport","type":"object","required":["stream","rows","bytes","tasks"],"properties":{"stream":{"type":"string"},"workspace_id":{"type":"string"},"model_id":{"type":"string"},"import_id":{"type":"string"},"process_id":{"type":"string"},"file_id":{"type":"string"},"list_id":{"type":"string"},"module_id":{"type":"string"},"deleted":{"type":"integer","description":"List items that were deleted for rows marked as deleted."},"rows":{"type":"object","required":["received","loaded","ignored","rejected","unacknowledged"],"properties":{"received":{"type":"integer"},"loaded":{"type":"integer"},"ignored":{"type":"integer"},"rejected":{"type":"integer"},"unacknowledged":{"type":"integer"}}},"bytes":{"type":"integer","description":"Of CSV, before gzip."},"seconds":{"type":"object","properties":{"waiting":{"type":"number"},"running":{"type":"number"},"transferring":{"type":"number"}}},"tasks":{"type":"array","items":{"$ref":"#/definitions/TaskReport"}},"rejects_file":{"type":"string","description":"Of the last task that rejected rows."}}};
const schema36 = {"title":"TaskReport","type":"object","required":["task_id","outcome"],"properties":{"task_id":{"type":"string"},"outcome":{"type":"string","enum":["loaded","loaded_with_rejects","failed","cancelled"]},"messages":{"type":"array","items":{"type":"string"}},"rejects_file":{"type":"string"},"atomic":{"type":"boolean","description":"Always false, of a process: steps before a failed one stay applied."},"steps":{"type":"array","items":{"$ref":"#/definitions/StepReport"}}}};
const schema37 = {"title":"StepReport","type":"object","required":["object_id","outcome"],"properties":{"object_id":{"type":"string"},"name":{"type":"string"},"outcome":{"type":"string","enum":["applied","failed","not_run"]},"messages":{"type":"array","items":{"type":"string"},"description":"Anaplan's own words."},"rows":{"$ref":"#/definitions/StepRows"},"rejects_file":{"type":"string"}}};
const schema38 = {"title":"StepRows","description":"Of an import that counts them.","type":"object","required":["loaded","ignored","rejected"],"properties":{"loaded":{"type":"integer"},"ignored":{"type":"integer"},"rejected":{"type":"integer"}}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.object_id === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "object_id"},message:"must have required property '"+"object_id"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.outcome === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "outcome"},message:"must have required property '"+"outcome"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.object_id !== undefined){
let data0 = data.object_id;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err2 = {instancePath:instancePath+"/object_id",schemaPath:"#/properties/object_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["object_id"] = coerced0;
}
}
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["name"] = coerced1;
}
}
}
}
if(data.outcome !== undefined){
let data2 = data.outcome;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err4 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["outcome"] = coerced2;
}
}
}
if(!(((data2 === "applied") || (data2 === "failed")) || (data2 === "not_run"))){
const err5 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/enum",keyword:"enum",params:{allowedValues: schema37.properties.outcome.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.messages !== undefined){
let data3 = data.messages;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
let dataType3 = typeof data4;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data4;
}
else if(data4 === null){
coerced3 = "";
}
else {
const err6 = {instancePath:instancePath+"/messages/" + i0,schemaPath:"#/properties/messages/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced3 !== undefined){
data4 = coerced3;
if(data3 !== undefined){
data3[i0] = coerced3;
}
}
}
}
}
else {
const err7 = {instancePath:instancePath+"/messages",schemaPath:"#/properties/messages/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.rows !== undefined){
let data5 = data.rows;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.loaded === undefined){
const err8 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "loaded"},message:"must have required property '"+"loaded"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data5.ignored === undefined){
const err9 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "ignored"},message:"must have required property '"+"ignored"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data5.rejected === undefined){
const err10 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "rejected"},message:"must have required property '"+"rejected"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data5.loaded !== undefined){
let data6 = data5.loaded;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
let dataType4 = typeof data6;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 === "boolean" || data6 === null
              || (dataType4 === "string" && data6 && data6 == +data6 && !(data6 % 1))){
coerced4 = +data6;
}
else {
const err11 = {instancePath:instancePath+"/rows/loaded",schemaPath:"#/definitions/StepRows/properties/loaded/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced4 !== undefined){
data6 = coerced4;
if(data5 !== undefined){
data5["loaded"] = coerced4;
}
}
}
}
if(data5.ignored !== undefined){
let data7 = data5.ignored;
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
let dataType5 = typeof data7;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 === "boolean" || data7 === null
              || (dataType5 === "string" && data7 && data7 == +data7 && !(data7 % 1))){
coerced5 = +data7;
}
else {
const err12 = {instancePath:instancePath+"/rows/ignored",schemaPath:"#/definitions/StepRows/properties/ignored/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced5 !== undefined){
data7 = coerced5;
if(data5 !== undefined){
data5["ignored"] = coerced5;
}
}
}
}
if(data5.rejected !== undefined){
let data8 = data5.rejected;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
let dataType6 = typeof data8;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 === "boolean" || data8 === null
              || (dataType6 === "string" && data8 && data8 == +data8 && !(data8 % 1))){
coerced6 = +data8;
}
else {
const err13 = {instancePath:instancePath+"/rows/rejected",schemaPath:"#/definitions/StepRows/properties/rejected/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(coerced6 !== undefined){
data8 = coerced6;
if(data5 !== undefined){
data5["rejected"] = coerced6;
}
}
}
}
}
else {
const err14 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.rejects_file !== undefined){
let data9 = data.rejects_file;
if(typeof data9 !== "string"){
let dataType7 = typeof data9;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data9;
}
else if(data9 === null){
coerced7 = "";
}
else {
const err15 = {instancePath:instancePath+"/rejects_file",schemaPath:"#/properties/rejects_file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced7 !== undefined){
data9 = coerced7;
if(data !== undefined){
data["rejects_file"] = coerced7;
}
}
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.task_id === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task_id"},message:"must have required property '"+"task_id"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.outcome === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "outcome"},message:"must have required property '"+"outcome"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.task_id !== undefined){
let data0 = data.task_id;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err2 = {instancePath:instancePath+"/task_id",schemaPath:"#/properties/task_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["task_id"] = coerced0;
}
}
}
}
if(data.outcome !== undefined){
let data1 = data.outcome;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err3 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["outcome"] = coerced1;
}
}
}
if(!((((data1 === "loaded") || (data1 === "loaded_with_rejects")) || (data1 === "failed")) || (data1 === "cancelled"))){
const err4 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/enum",keyword:"enum",params:{allowedValues: schema36.properties.outcome.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.messages !== undefined){
let data2 = data.messages;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 !== "string"){
let dataType2 = typeof data3;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data3;
}
else if(data3 === null){
coerced2 = "";
}
else {
const err5 = {instancePath:instancePath+"/messages/" + i0,schemaPath:"#/properties/messages/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced2 !== undefined){
data3 = coerced2;
if(data2 !== undefined){
data2[i0] = coerced2;
}
}
}
}
}
else {
const err6 = {instancePath:instancePath+"/messages",schemaPath:"#/properties/messages/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.rejects_file !== undefined){
let data4 = data.rejects_file;
if(typeof data4 !== "string"){
let dataType3 = typeof data4;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data4;
}
else if(data4 === null){
coerced3 = "";
}
else {
const err7 = {instancePath:instancePath+"/rejects_file",schemaPath:"#/properties/rejects_file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced3 !== undefined){
data4 = coerced3;
if(data !== undefined){
data["rejects_file"] = coerced3;
}
}
}
}
if(data.atomic !== undefined){
let data5 = data.atomic;
if(typeof data5 !== "boolean"){
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(data5 === "false" || data5 === 0 || data5 === null){
coerced4 = false;
}
else if(data5 === "true" || data5 === 1){
coerced4 = true;
}
else {
const err8 = {instancePath:instancePath+"/atomic",schemaPath:"#/properties/atomic/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced4 !== undefined){
data5 = coerced4;
if(data !== undefined){
data["atomic"] = coerced4;
}
}
}
}
if(data.steps !== undefined){
let data6 = data.steps;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
if(!(validate23(data6[i1], {instancePath:instancePath+"/steps/" + i1,parentData:data6,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.stream === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "stream"},message:"must have required property '"+"stream"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.rows === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rows"},message:"must have required property '"+"rows"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.bytes === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bytes"},message:"must have required property '"+"bytes"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.tasks === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tasks"},message:"must have required property '"+"tasks"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.stream !== undefined){
let data0 = data.stream;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err4 = {instancePath:instancePath+"/stream",schemaPath:"#/properties/stream/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["stream"] = coerced0;
}
}
}
}
if(data.workspace_id !== undefined){
let data1 = data.workspace_id;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err5 = {instancePath:instancePath+"/workspace_id",schemaPath:"#/properties/workspace_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["workspace_id"] = coerced1;
}
}
}
}
if(data.model_id !== undefined){
let data2 = data.model_id;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err6 = {instancePath:instancePath+"/model_id",schemaPath:"#/properties/model_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["model_id"] = coerced2;
}
}
}
}
if(data.import_id !== undefined){
let data3 = data.import_id;
if(typeof data3 !== "string"){
let dataType3 = typeof data3;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data3;
}
else if(data3 === null){
coerced3 = "";
}
else {
const err7 = {instancePath:instancePath+"/import_id",schemaPath:"#/properties/import_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced3 !== undefined){
data3 = coerced3;
if(data !== undefined){
data["import_id"] = coerced3;
}
}
}
}
if(data.process_id !== undefined){
let data4 = data.process_id;
if(typeof data4 !== "string"){
let dataType4 = typeof data4;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data4;
}
else if(data4 === null){
coerced4 = "";
}
else {
const err8 = {instancePath:instancePath+"/process_id",schemaPath:"#/properties/process_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced4 !== undefined){
data4 = coerced4;
if(data !== undefined){
data["process_id"] = coerced4;
}
}
}
}
if(data.file_id !== undefined){
let data5 = data.file_id;
if(typeof data5 !== "string"){
let dataType5 = typeof data5;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data5;
}
else if(data5 === null){
coerced5 = "";
}
else {
const err9 = {instancePath:instancePath+"/file_id",schemaPath:"#/properties/file_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced5 !== undefined){
data5 = coerced5;
if(data !== undefined){
data["file_id"] = coerced5;
}
}
}
}
if(data.list_id !== undefined){
let data6 = data.list_id;
if(typeof data6 !== "string"){
let dataType6 = typeof data6;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data6;
}
else if(data6 === null){
coerced6 = "";
}
else {
const err10 = {instancePath:instancePath+"/list_id",schemaPath:"#/properties/list_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced6 !== undefined){
data6 = coerced6;
if(data !== undefined){
data["list_id"] = coerced6;
}
}
}
}
if(data.module_id !== undefined){
let data7 = data.module_id;
if(typeof data7 !== "string"){
let dataType7 = typeof data7;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data7;
}
else if(data7 === null){
coerced7 = "";
}
else {
const err11 = {instancePath:instancePath+"/module_id",schemaPath:"#/properties/module_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced7 !== undefined){
data7 = coerced7;
if(data !== undefined){
data["module_id"] = coerced7;
}
}
}
}
if(data.deleted !== undefined){
let data8 = data.deleted;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
let dataType8 = typeof data8;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 === "boolean" || data8 === null
              || (dataType8 === "string" && data8 && data8 == +data8 && !(data8 % 1))){
coerced8 = +data8;
}
else {
const err12 = {instancePath:instancePath+"/deleted",schemaPath:"#/properties/deleted/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced8 !== undefined){
data8 = coerced8;
if(data !== undefined){
data["deleted"] = coerced8;
}
}
}
}
if(data.rows !== undefined){
let data9 = data.rows;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.received === undefined){
const err13 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/required",keyword:"required",params:{missingProperty: "received"},message:"must have required property '"+"received"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data9.loaded === undefined){
const err14 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/required",keyword:"required",params:{missingProperty: "loaded"},message:"must have required property '"+"loaded"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data9.ignored === undefined){
const err15 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/required",keyword:"required",params:{missingProperty: "ignored"},message:"must have required property '"+"ignored"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data9.rejected === undefined){
const err16 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/required",keyword:"required",params:{missingProperty: "rejected"},message:"must have required property '"+"rejected"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data9.unacknowledged === undefined){
const err17 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/required",keyword:"required",params:{missingProperty: "unacknowledged"},message:"must have required property '"+"unacknowledged"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data9.received !== undefined){
let data10 = data9.received;
if(!((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10)))){
let dataType9 = typeof data10;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 === "boolean" || data10 === null
              || (dataType9 === "string" && data10 && data10 == +data10 && !(data10 % 1))){
coerced9 = +data10;
}
else {
const err18 = {instancePath:instancePath+"/rows/received",schemaPath:"#/properties/rows/properties/received/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(coerced9 !== undefined){
data10 = coerced9;
if(data9 !== undefined){
data9["received"] = coerced9;
}
}
}
}
if(data9.loaded !== undefined){
let data11 = data9.loaded;
if(!((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11)))){
let dataType10 = typeof data11;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 === "boolean" || data11 === null
              || (dataType10 === "string" && data11 && data11 == +data11 && !(data11 % 1))){
coerced10 = +data11;
}
else {
const err19 = {instancePath:instancePath+"/rows/loaded",schemaPath:"#/properties/rows/properties/loaded/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(coerced10 !== undefined){
data11 = coerced10;
if(data9 !== undefined){
data9["loaded"] = coerced10;
}
}
}
}
if(data9.ignored !== undefined){
let data12 = data9.ignored;
if(!((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12)))){
let dataType11 = typeof data12;
let coerced11 = undefined;
if(!(coerced11 !== undefined)){
if(dataType11 === "boolean" || data12 === null
              || (dataType11 === "string" && data12 && data12 == +data12 && !(data12 % 1))){
coerced11 = +data12;
}
else {
const err20 = {instancePath:instancePath+"/rows/ignored",schemaPath:"#/properties/rows/properties/ignored/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(coerced11 !== undefined){
data12 = coerced11;
if(data9 !== undefined){
data9["ignored"] = coerced11;
}
}
}
}
if(data9.rejected !== undefined){
let data13 = data9.rejected;
if(!((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13)))){
let dataType12 = typeof data13;
let coerced12 = undefined;
if(!(coerced12 !== undefined)){
if(dataType12 === "boolean" || data13 === null
              || (dataType12 === "string" && data13 && data13 == +data13 && !(data13 % 1))){
coerced12 = +data13;
}
else {
const err21 = {instancePath:instancePath+"/rows/rejected",schemaPath:"#/properties/rows/properties/rejected/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(coerced12 !== undefined){
data13 = coerced12;
if(data9 !== undefined){
data9["rejected"] = coerced12;
}
}
}
}
if(data9.unacknowledged !== undefined){
let data14 = data9.unacknowledged;
if(!((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14)))){
let dataType13 = typeof data14;
let coerced13 = undefined;
if(!(coerced13 !== undefined)){
if(dataType13 === "boolean" || data14 === null
              || (dataType13 === "string" && data14 && data14 == +data14 && !(data14 % 1))){
coerced13 = +data14;
}
else {
const err22 = {instancePath:instancePath+"/rows/unacknowledged",schemaPath:"#/properties/rows/properties/unacknowledged/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(coerced13 !== undefined){
data14 = coerced13;
if(data9 !== undefined){
data9["unacknowledged"] = coerced13;
}
}
}
}
}
else {
const err23 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.bytes !== undefined){
let data15 = data.bytes;
if(!((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15)))){
let dataType14 = typeof data15;
let coerced14 = undefined;
if(!(coerced14 !== undefined)){
if(dataType14 === "boolean" || data15 === null
              || (dataType14 === "string" && data15 && data15 == +data15 && !(data15 % 1))){
coerced14 = +data15;
}
else {
const err24 = {instancePath:instancePath+"/bytes",schemaPath:"#/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(coerced14 !== undefined){
data15 = coerced14;
if(data !== undefined){
data["bytes"] = coerced14;
}
}
}
}
if(data.seconds !== undefined){
let data16 = data.seconds;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.waiting !== undefined){
let data17 = data16.waiting;
if(!(typeof data17 == "number")){
let dataType15 = typeof data17;
let coerced15 = undefined;
if(!(coerced15 !== undefined)){
if(dataType15 == "boolean" || data17 === null
              || (dataType15 == "string" && data17 && data17 == +data17)){
coerced15 = +data17;
}
else {
const err25 = {instancePath:instancePath+"/seconds/waiting",schemaPath:"#/properties/seconds/properties/waiting/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(coerced15 !== undefined){
data17 = coerced15;
if(data16 !== undefined){
data16["waiting"] = coerced15;
}
}
}
}
if(data16.running !== undefined){
let data18 = data16.running;
if(!(typeof data18 == "number")){
let dataType16 = typeof data18;
let coerced16 = undefined;
if(!(coerced16 !== undefined)){
if(dataType16 == "boolean" || data18 === null
              || (dataType16 == "string" && data18 && data18 == +data18)){
coerced16 = +data18;
}
else {
const err26 = {instancePath:instancePath+"/seconds/running",schemaPath:"#/properties/seconds/properties/running/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(coerced16 !== undefined){
data18 = coerced16;
if(data16 !== undefined){
data16["running"] = coerced16;
}
}
}
}
if(data16.transferring !== undefined){
let data19 = data16.transferring;
if(!(typeof data19 == "number")){
let dataType17 = typeof data19;
let coerced17 = undefined;
if(!(coerced17 !== undefined)){
if(dataType17 == "boolean" || data19 === null
              || (dataType17 == "string" && data19 && data19 == +data19)){
coerced17 = +data19;
}
else {
const err27 = {instancePath:instancePath+"/seconds/transferring",schemaPath:"#/properties/seconds/properties/transferring/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(coerced17 !== undefined){
data19 = coerced17;
if(data16 !== undefined){
data16["transferring"] = coerced17;
}
}
}
}
}
else {
const err28 = {instancePath:instancePath+"/seconds",schemaPath:"#/properties/seconds/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.tasks !== undefined){
let data20 = data.tasks;
if(Array.isArray(data20)){
const len0 = data20.length;
for(let i0=0; i0<len0; i0++){
if(!(validate22(data20[i0], {instancePath:instancePath+"/tasks/" + i0,parentData:data20,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err29 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.rejects_file !== undefined){
let data22 = data.rejects_file;
if(typeof data22 !== "string"){
let dataType18 = typeof data22;
let coerced18 = undefined;
if(!(coerced18 !== undefined)){
if(dataType18 == "number" || dataType18 == "boolean"){
coerced18 = "" + data22;
}
else if(data22 === null){
coerced18 = "";
}
else {
const err30 = {instancePath:instancePath+"/rejects_file",schemaPath:"#/properties/rejects_file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(coerced18 !== undefined){
data22 = coerced18;
if(data !== undefined){
data["rejects_file"] = coerced18;
}
}
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

const schema39 = {"title":"ActionReport","type":"object","required":["when","name","workspace_id","model_id","task"],"properties":{"when":{"type":"string","description":"before[0], after[0], or the stream whose entry names it."},"name":{"type":"string"},"workspace_id":{"type":"string"},"model_id":{"type":"string"},"import_id":{"type":"string"},"export_id":{"type":"string"},"process_id":{"type":"string"},"delete_id":{"type":"string"},"rows":{"$ref":"#/definitions/StepRows"},"task":{"$ref":"#/definitions/TaskReport"}}};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.when === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "when"},message:"must have required property '"+"when"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.name === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.workspace_id === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workspace_id"},message:"must have required property '"+"workspace_id"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.model_id === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "model_id"},message:"must have required property '"+"model_id"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.task === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.when !== undefined){
let data0 = data.when;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err5 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["when"] = coerced0;
}
}
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["name"] = coerced1;
}
}
}
}
if(data.workspace_id !== undefined){
let data2 = data.workspace_id;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err7 = {instancePath:instancePath+"/workspace_id",schemaPath:"#/properties/workspace_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["workspace_id"] = coerced2;
}
}
}
}
if(data.model_id !== undefined){
let data3 = data.model_id;
if(typeof data3 !== "string"){
let dataType3 = typeof data3;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data3;
}
else if(data3 === null){
coerced3 = "";
}
else {
const err8 = {instancePath:instancePath+"/model_id",schemaPath:"#/properties/model_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced3 !== undefined){
data3 = coerced3;
if(data !== undefined){
data["model_id"] = coerced3;
}
}
}
}
if(data.import_id !== undefined){
let data4 = data.import_id;
if(typeof data4 !== "string"){
let dataType4 = typeof data4;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data4;
}
else if(data4 === null){
coerced4 = "";
}
else {
const err9 = {instancePath:instancePath+"/import_id",schemaPath:"#/properties/import_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced4 !== undefined){
data4 = coerced4;
if(data !== undefined){
data["import_id"] = coerced4;
}
}
}
}
if(data.export_id !== undefined){
let data5 = data.export_id;
if(typeof data5 !== "string"){
let dataType5 = typeof data5;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 == "number" || dataType5 == "boolean"){
coerced5 = "" + data5;
}
else if(data5 === null){
coerced5 = "";
}
else {
const err10 = {instancePath:instancePath+"/export_id",schemaPath:"#/properties/export_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(coerced5 !== undefined){
data5 = coerced5;
if(data !== undefined){
data["export_id"] = coerced5;
}
}
}
}
if(data.process_id !== undefined){
let data6 = data.process_id;
if(typeof data6 !== "string"){
let dataType6 = typeof data6;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 == "number" || dataType6 == "boolean"){
coerced6 = "" + data6;
}
else if(data6 === null){
coerced6 = "";
}
else {
const err11 = {instancePath:instancePath+"/process_id",schemaPath:"#/properties/process_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced6 !== undefined){
data6 = coerced6;
if(data !== undefined){
data["process_id"] = coerced6;
}
}
}
}
if(data.delete_id !== undefined){
let data7 = data.delete_id;
if(typeof data7 !== "string"){
let dataType7 = typeof data7;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "number" || dataType7 == "boolean"){
coerced7 = "" + data7;
}
else if(data7 === null){
coerced7 = "";
}
else {
const err12 = {instancePath:instancePath+"/delete_id",schemaPath:"#/properties/delete_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced7 !== undefined){
data7 = coerced7;
if(data !== undefined){
data["delete_id"] = coerced7;
}
}
}
}
if(data.rows !== undefined){
let data8 = data.rows;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.loaded === undefined){
const err13 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "loaded"},message:"must have required property '"+"loaded"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data8.ignored === undefined){
const err14 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "ignored"},message:"must have required property '"+"ignored"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data8.rejected === undefined){
const err15 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/required",keyword:"required",params:{missingProperty: "rejected"},message:"must have required property '"+"rejected"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data8.loaded !== undefined){
let data9 = data8.loaded;
if(!((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9)))){
let dataType8 = typeof data9;
let coerced8 = undefined;
if(!(coerced8 !== undefined)){
if(dataType8 === "boolean" || data9 === null
              || (dataType8 === "string" && data9 && data9 == +data9 && !(data9 % 1))){
coerced8 = +data9;
}
else {
const err16 = {instancePath:instancePath+"/rows/loaded",schemaPath:"#/definitions/StepRows/properties/loaded/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(coerced8 !== undefined){
data9 = coerced8;
if(data8 !== undefined){
data8["loaded"] = coerced8;
}
}
}
}
if(data8.ignored !== undefined){
let data10 = data8.ignored;
if(!((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10)))){
let dataType9 = typeof data10;
let coerced9 = undefined;
if(!(coerced9 !== undefined)){
if(dataType9 === "boolean" || data10 === null
              || (dataType9 === "string" && data10 && data10 == +data10 && !(data10 % 1))){
coerced9 = +data10;
}
else {
const err17 = {instancePath:instancePath+"/rows/ignored",schemaPath:"#/definitions/StepRows/properties/ignored/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced9 !== undefined){
data10 = coerced9;
if(data8 !== undefined){
data8["ignored"] = coerced9;
}
}
}
}
if(data8.rejected !== undefined){
let data11 = data8.rejected;
if(!((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11)))){
let dataType10 = typeof data11;
let coerced10 = undefined;
if(!(coerced10 !== undefined)){
if(dataType10 === "boolean" || data11 === null
              || (dataType10 === "string" && data11 && data11 == +data11 && !(data11 % 1))){
coerced10 = +data11;
}
else {
const err18 = {instancePath:instancePath+"/rows/rejected",schemaPath:"#/definitions/StepRows/properties/rejected/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(coerced10 !== undefined){
data11 = coerced10;
if(data8 !== undefined){
data8["rejected"] = coerced10;
}
}
}
}
}
else {
const err19 = {instancePath:instancePath+"/rows",schemaPath:"#/definitions/StepRows/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.task !== undefined){
if(!(validate22(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="report.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.started_at === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "started_at"},message:"must have required property '"+"started_at"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.ended_at === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ended_at"},message:"must have required property '"+"ended_at"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.outcome === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "outcome"},message:"must have required property '"+"outcome"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.requests === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "requests"},message:"must have required property '"+"requests"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.retries === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "retries"},message:"must have required property '"+"retries"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.waited_seconds === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "waited_seconds"},message:"must have required property '"+"waited_seconds"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.streams === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "streams"},message:"must have required property '"+"streams"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.started_at !== undefined){
let data0 = data.started_at;
if(typeof data0 !== "string"){
let dataType0 = typeof data0;
let coerced0 = undefined;
if(!(coerced0 !== undefined)){
if(dataType0 == "number" || dataType0 == "boolean"){
coerced0 = "" + data0;
}
else if(data0 === null){
coerced0 = "";
}
else {
const err7 = {instancePath:instancePath+"/started_at",schemaPath:"#/properties/started_at/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(coerced0 !== undefined){
data0 = coerced0;
if(data !== undefined){
data["started_at"] = coerced0;
}
}
}
}
if(data.ended_at !== undefined){
let data1 = data.ended_at;
if(typeof data1 !== "string"){
let dataType1 = typeof data1;
let coerced1 = undefined;
if(!(coerced1 !== undefined)){
if(dataType1 == "number" || dataType1 == "boolean"){
coerced1 = "" + data1;
}
else if(data1 === null){
coerced1 = "";
}
else {
const err8 = {instancePath:instancePath+"/ended_at",schemaPath:"#/properties/ended_at/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(coerced1 !== undefined){
data1 = coerced1;
if(data !== undefined){
data["ended_at"] = coerced1;
}
}
}
}
if(data.outcome !== undefined){
let data2 = data.outcome;
if(typeof data2 !== "string"){
let dataType2 = typeof data2;
let coerced2 = undefined;
if(!(coerced2 !== undefined)){
if(dataType2 == "number" || dataType2 == "boolean"){
coerced2 = "" + data2;
}
else if(data2 === null){
coerced2 = "";
}
else {
const err9 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(coerced2 !== undefined){
data2 = coerced2;
if(data !== undefined){
data["outcome"] = coerced2;
}
}
}
if(!(((data2 === "succeeded") || (data2 === "rejected")) || (data2 === "failed"))){
const err10 = {instancePath:instancePath+"/outcome",schemaPath:"#/properties/outcome/enum",keyword:"enum",params:{allowedValues: schema34.properties.outcome.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.error !== undefined){
let data3 = data.error;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.code !== undefined){
let data4 = data3.code;
if(typeof data4 !== "string"){
let dataType3 = typeof data4;
let coerced3 = undefined;
if(!(coerced3 !== undefined)){
if(dataType3 == "number" || dataType3 == "boolean"){
coerced3 = "" + data4;
}
else if(data4 === null){
coerced3 = "";
}
else {
const err11 = {instancePath:instancePath+"/error/code",schemaPath:"#/properties/error/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(coerced3 !== undefined){
data4 = coerced3;
if(data3 !== undefined){
data3["code"] = coerced3;
}
}
}
}
if(data3.message !== undefined){
let data5 = data3.message;
if(typeof data5 !== "string"){
let dataType4 = typeof data5;
let coerced4 = undefined;
if(!(coerced4 !== undefined)){
if(dataType4 == "number" || dataType4 == "boolean"){
coerced4 = "" + data5;
}
else if(data5 === null){
coerced4 = "";
}
else {
const err12 = {instancePath:instancePath+"/error/message",schemaPath:"#/properties/error/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(coerced4 !== undefined){
data5 = coerced4;
if(data3 !== undefined){
data3["message"] = coerced4;
}
}
}
}
if(data3.context !== undefined){
let data6 = data3.context;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
}
else {
const err13 = {instancePath:instancePath+"/error/context",schemaPath:"#/properties/error/properties/context/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/error",schemaPath:"#/properties/error/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.requests !== undefined){
let data7 = data.requests;
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
let dataType5 = typeof data7;
let coerced5 = undefined;
if(!(coerced5 !== undefined)){
if(dataType5 === "boolean" || data7 === null
              || (dataType5 === "string" && data7 && data7 == +data7 && !(data7 % 1))){
coerced5 = +data7;
}
else {
const err15 = {instancePath:instancePath+"/requests",schemaPath:"#/properties/requests/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(coerced5 !== undefined){
data7 = coerced5;
if(data !== undefined){
data["requests"] = coerced5;
}
}
}
}
if(data.retries !== undefined){
let data8 = data.retries;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
let dataType6 = typeof data8;
let coerced6 = undefined;
if(!(coerced6 !== undefined)){
if(dataType6 === "boolean" || data8 === null
              || (dataType6 === "string" && data8 && data8 == +data8 && !(data8 % 1))){
coerced6 = +data8;
}
else {
const err16 = {instancePath:instancePath+"/retries",schemaPath:"#/properties/retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(coerced6 !== undefined){
data8 = coerced6;
if(data !== undefined){
data["retries"] = coerced6;
}
}
}
}
if(data.waited_seconds !== undefined){
let data9 = data.waited_seconds;
if(!(typeof data9 == "number")){
let dataType7 = typeof data9;
let coerced7 = undefined;
if(!(coerced7 !== undefined)){
if(dataType7 == "boolean" || data9 === null
              || (dataType7 == "string" && data9 && data9 == +data9)){
coerced7 = +data9;
}
else {
const err17 = {instancePath:instancePath+"/waited_seconds",schemaPath:"#/properties/waited_seconds/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(coerced7 !== undefined){
data9 = coerced7;
if(data !== undefined){
data["waited_seconds"] = coerced7;
}
}
}
}
if(data.streams !== undefined){
let data10 = data.streams;
if(Array.isArray(data10)){
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
if(!(validate21(data10[i0], {instancePath:instancePath+"/streams/" + i0,parentData:data10,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath:instancePath+"/streams",schemaPath:"#/properties/streams/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.actions !== undefined){
let data12 = data.actions;
if(Array.isArray(data12)){
const len1 = data12.length;
for(let i1=0; i1<len1; i1++){
if(!(validate27(data12[i1], {instancePath:instancePath+"/actions/" + i1,parentData:data12,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err19 = {instancePath:instancePath+"/actions",schemaPath:"#/properties/actions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}

