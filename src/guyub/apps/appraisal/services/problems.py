"""What can go wrong with cycles and entries, and what the person can do about it."""

from guyub.errors import DomainError


class CycleRefused(DomainError):
    """Something that does not go in this cycle. Each reason is a class of its own, with its own sentence."""

    code = "cycle-refused"
    template = "This does not go in cycle {cycle}."
    exit_code = 4


class CycleNotOpen(CycleRefused):
    """The cycle is being prepared, or decided."""

    code = "cycle-not-open"
    template = "Cycle {cycle} is not running; nothing can be written in it."


class CycleExists(CycleRefused):
    """The code is taken."""

    code = "cycle-exists"
    template = "There is a cycle {cycle} already. Open it, or give the new one another title."


class WrongLevel(CycleRefused):
    """The definition is for another level of region."""

    code = "cycle-wrong-level"
    template = "Definition {definition} is for the level {level}; region {region} is not of that level."


class DefinitionAltered(CycleRefused):
    """What is stored is not what was frozen."""

    code = "cycle-definition-altered"
    template = "The definition kept with cycle {cycle} does not fit its checksum. Nothing is computed with it."


class SeatTaken(CycleRefused):
    """The person, or the label, has a seat."""

    code = "seat-taken"
    template = "In cycle {cycle} this account or the label '{label}' has a seat already."


class SeatUnfit(CycleRefused):
    """The account's roles do not go with the post: a juror judges there, a secretary runs the cycle."""

    code = "seat-unfit"
    template = "This account cannot hold the post '{post}' in cycle {cycle}: its roles do not go with it there."


class SeatOfOnesOwn(CycleRefused):
    """Nobody decides on their own seat."""

    code = "seat-own"
    template = "Nobody gives or changes their own seat in cycle {cycle}. Ask somebody else who runs it."


class SeatUseless(CycleRefused):
    """The person may judge nowhere in the cycle."""

    code = "seat-useless"
    template = "In cycle {cycle} this account may judge no village: all of them lie in regions it is tied to."


class SeatPlaceUnknown(CycleRefused):
    """A conflict names a place outside the cycle."""

    code = "seat-place-unknown"
    template = "{place} is no region of cycle {cycle}. Name a region in it that this person may not judge."


class SeatHasScored(CycleRefused):
    """What was scored stays and counts; a conflict named afterwards would only hide that."""

    code = "seat-has-scored"
    template = (
        "'{label}' has already scored in {place}; these scores stay on record and count. Talk them over with the "
        "panel, and free the seat if nothing more is to be scored from it."
    )


class ChairTaken(CycleRefused):
    """One chair at a time."""

    code = "chair-taken"
    template = "Cycle {cycle} has a chair already ('{label}'). Give that seat another post first."


class OutsideCycle(CycleRefused):
    """The village lies elsewhere."""

    code = "entry-outside-cycle"
    template = "Village {village} does not lie in the region of cycle {cycle}."


class AlreadyEntered(CycleRefused):
    """The village takes part already."""

    code = "entry-exists"
    template = "Village {village} takes part in cycle {cycle} already."


class RuleNotMet(CycleRefused):
    """An entry rule is not met."""

    code = "entry-rule-not-met"
    template = "Village {village} does not meet the rule '{rule}': found {found}, wanted {wanted}."


class EntryOver(CycleRefused):
    """The entry has ended."""

    code = "entry-over"
    template = "Entry {entry} is over ({state}); nothing can be written to it."


class WrongStage(CycleRefused):
    """The entry stands in another stage."""

    code = "entry-wrong-stage"
    template = "Entry {entry} is in stage {stage}; this is for stage {wanted}. Open the page again."


class StageNotYet(CycleRefused):
    """The stage's window is not open yet."""

    code = "stage-not-yet"
    template = "The stage '{stage}' opens on {opens}; until then nothing can be written in it."


class StageOver(CycleRefused):
    """The stage's window is shut."""

    code = "stage-over"
    template = "The stage '{stage}' ended on {closes}; nothing can be written in it any more."


class ConflictOfInterest(CycleRefused):
    """The person may not judge this village."""

    code = "conflict-of-interest"
    template = "You may not decide on village {village}: it is yours or lies in a region you are named for."


class ReasonMissing(CycleRefused):
    """A reason or note is wanted."""

    code = "cycle-reason-missing"
    template = "Give a reason for '{item}'."


class KeyReused(CycleRefused):
    """A phone's key came with other content."""

    code = "record-key-reused"
    template = "Record {key} was sent before with other content. Load the page again and send it anew."


class UnusableShare(CycleRefused):
    """A share that is no share, or of an item that has none."""

    code = "cycle-unusable-share"
    template = "Item {item}: '{value}' cannot be used. Give a percentage from 0 to 100 with at most two decimals."


class ClaimUnknown(CycleRefused):
    """An item whose facts nobody recorded."""

    code = "claim-unknown"
    template = "Item {item}: its facts are not recorded, so it stays unknown. Record the facts first."


class AboveClaim(CycleRefused):
    """The city gives no more than was claimed."""

    code = "verified-above-claim"
    template = "Item {item}: verified {value} % is more than the {claimed} % claimed."


class VerifiedMeanwhile(CycleRefused):
    """Somebody else verified the item since the page was opened."""

    code = "verified-meanwhile"
    template = "Item {item} was verified by somebody else while you had the page open. Look at it again."


class ClockOver(CycleRefused):
    """The time to complete evidence has passed."""

    code = "completion-over"
    template = "Item {item}: the time to complete evidence ended on {until}. Nothing can be added."


class ClockNotRunning(CycleRefused):
    """Nobody gave time to complete the evidence of this item."""

    code = "completion-not-running"
    template = "Item {item}: no time to complete evidence was given, so there is nothing to answer."


class ClockRunning(CycleRefused):
    """The village still has time to complete evidence."""

    code = "completion-running"
    template = "Village {village} has until {until} to complete evidence. The verification ends after that."


class ItemsOpen(CycleRefused):
    """Claimed items without a verified value."""

    code = "verification-open-items"
    template = "{count} claimed items have no verified value yet ({items})."


class QuotaFull(CycleRefused):
    """More than the city may nominate."""

    code = "nomination-quota"
    template = "City {city} may nominate {quota}; {count} would be nominated."


class OrderLeft(CycleRefused):
    """Somebody with more points stays behind, and nothing says why."""

    code = "nomination-reason-missing"
    template = "City {city} leaves entries with more verified points behind. Say why."


class NoNominee(CycleRefused):
    """Nothing chosen."""

    code = "nomination-empty"
    template = "Choose whom city {city} nominates."


class WrongFeed(CycleRefused):
    """The cycle above does not lie above, is not running, is of a year before, or entries have gone up already."""

    code = "cycle-wrong-feed"
    template = "Cycle {feeds} cannot be the one that {cycle} sends its entries on into."


class NothingAbove(CycleRefused):
    """No cycle above was named."""

    code = "cycle-nothing-above"
    template = "Cycle {cycle} names no cycle above that entries go on into."


class NobodyChosen(CycleRefused):
    """No entry chosen."""

    code = "advance-empty"
    template = "Choose at least one entry of stage {stage}."


class ScoresMissing(CycleRefused):
    """The stage is not through."""

    code = "advance-scores-missing"
    template = (
        "{count} scores are still missing in stage {stage} for the entries chosen; they could not be given later."
    )


class ScoresShut(CycleRefused):
    """Who goes on is decided by scores that nobody has seen yet."""

    code = "advance-scores-shut"
    template = "Stage {stage} takes on the best {keeps}: the chair opens its scores first."


class StageFull(CycleRefused):
    """More than the stage takes on."""

    code = "advance-keeps"
    template = "Stage {stage} takes on {keeps}; {count} would go on."
