/** Calendar, current period and versions (anaplan-api.md 4.7). */
import { mediaType, Refusal, type Reply, readJsonObject } from "../http/exchange.ts";
import { collection, envelope } from "../http/replies.ts";
import type { Model } from "../world/model.ts";
import { inModel, type ModelCall, type Route, required } from "./route.ts";

const CALENDAR_TYPE = "Calendar Months/Quarters/Years";

export const timeRoutes: Route[] = [
  ...inModel("GET", "/currentPeriod", ({ model }) => currentPeriod(model)),
  ...inModel(
    "PUT",
    "/currentPeriod",
    async (call) => {
      const date = await givenDate(call);
      call.model.calendar.setCurrentMonth(date === "" ? undefined : date.slice(0, 7));
      return currentPeriod(call.model);
    },
    { changes: true },
  ),
  ...inModel("GET", "/modelCalendar", ({ model }) =>
    envelope("modelCalendar", { modelCalendar: calendarFacts(model) }),
  ),
  ...inModel(
    "PUT",
    "/modelCalendar/fiscalYear",
    async ({ exchange, model }) => {
      const { year } = await readJsonObject(exchange);
      if (!/^FY\d\d$/.test(String(year))) throw new Refusal(400, `Invalid fiscal year: ${String(year)}`);
      return envelope("modelCalendar", { modelCalendar: calendarFacts(model) });
    },
    { changes: true },
  ),
  ...inModel("GET", "/versions", ({ model, emulation }) => {
    const facts = model.versions.map((version) => ({
      id: version.id,
      name: version.name,
      isCurrent: version.isCurrent === true,
      isActual: version.isActual === true,
      editFrom: { periodText: "Start of Timescale", date: "1900-01-01" },
      editTo: { periodText: "End of Timescale", date: "2399-12-31" },
    }));
    return collection("version", "versionMetadata", facts, emulation.readings);
  }),
  ...inModel(
    "PUT",
    "/versions/:version/switchover",
    async (call) => {
      const version = required(call.model.versions, call.params.version!);
      const date = await givenDate(call);
      return envelope("versionSwitchover", { versionSwitchover: { id: version.id, date } });
    },
    { changes: true },
  ),
];

function currentPeriod(model: Model): Reply {
  return envelope("currentPeriod", { currentPeriod: { ...periodFacts(model), calendarType: CALENDAR_TYPE } });
}

function periodFacts(model: Model) {
  const period = model.calendar.currentPeriod();
  return { periodText: period.label, lastDay: period.lastDay };
}

function calendarFacts(model: Model) {
  const years = model.calendar.periods("YEAR");
  const current = model.calendar.currentPeriod();
  const at = Math.max(
    0,
    years.findIndex(({ firstDay, lastDay }) => firstDay <= current.lastDay && current.lastDay <= lastDay),
  );
  const year = years[at]!;
  return {
    calendarType: CALENDAR_TYPE,
    fiscalYear: { year: year.label, startDate: year.firstDay, endDate: year.lastDay },
    pastYearsCount: at,
    futureYearsCount: years.length - at - 1,
    currentPeriod: periodFacts(model),
    totalsSelection: {
      quarterTotals: true,
      halfYearTotals: false,
      yearToGoSummary: false,
      yearToDateSummary: false,
      totalOfAllPeriods: false,
    },
  };
}

/** From the body or the query; both at once are a 400. */
async function givenDate({ exchange }: ModelCall): Promise<string> {
  const inQuery = exchange.query.get("date");
  const body = mediaType(exchange) === "application/json" ? await readJsonObject(exchange) : {};
  if (inQuery !== null && body.date !== undefined) throw new Refusal(400, "date is given twice");
  const date = inQuery ?? String(body.date ?? "");
  if (date !== "" && !/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Refusal(400, `Invalid date: ${date}`);
  return date;
}
