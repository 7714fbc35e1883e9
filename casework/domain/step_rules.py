"""What a step asks of the law beyond its row in the table: refusals and cautions, by record kind and step.

A rule sees the record before and after the step and says, by name of field, why it cannot be (refusal), or what should
be looked at although it can (caution). Sources: law-and-forms 2.3 (representatives), 3.3, 4.1-4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from casework.domain.derivation import case_limit_code, lawful_due
from casework.domain.desk import representatives_warning
from casework.domain.fields import DENUNCIATION, Value
from casework.domain.held import Held
from casework.domain.letter_steps import apart
from casework.domain.limits import Law, LimitError
from casework.domain.numerals import write_date
from casework.domain.reconciliation import IDENTITY_ON_RECORD, names_person
from casework.domain.steps import HAPPENED_ON, WITHDRAWAL_ON
from casework.domain.vocabulary import RecordKind

ABSENCE_FROM = date(2026, 7, 1)
"""Since when handling goes on without the complainant at the dialogue (Luật số 136/2025/QH15; law-and-forms 4.3)."""


@dataclass(frozen=True, slots=True)
class StepCase:
    """A step about to be taken: the record before, its values after, what the step says, and its day."""

    held: Held
    after: Mapping[str, Value]
    given: Mapping[str, Value]
    day: date

    @property
    def law(self) -> Law:
        """The law that the record follows."""
        return self.held.law


Rule = Callable[[StepCase], Mapping[str, str]]


def _suspends(law: Law, values: Mapping[str, Value], day: date) -> bool:
    """Whether the limit of a case, as it stands on `day`, knows a suspension."""
    try:
        return law.limit(case_limit_code(values), day).suspends
    except LimitError:
        return False


def _suspension_known(step: StepCase) -> Mapping[str, str]:
    if _suspends(step.law, step.held.values, step.day):
        return {}
    return {
        "suspended_on": f"Ngày {write_date(step.day)} pháp luật chưa quy định tạm đình chỉ giải quyết loại vụ việc "
        "này; hãy kiểm tra lại ngày, hoặc tiếp tục giải quyết."
    }


def _suspension_counts(step: StepCase) -> Mapping[str, str]:
    begun = step.held.opening.happened_on
    if _suspends(step.law, step.held.values, begun):
        return {}
    return {
        "suspended_on": f"Vụ việc thụ lý ngày {write_date(begun)}, khi thời hạn giải quyết chưa được trừ thời gian tạm "
        "đình chỉ, nên hạn giải quyết không đổi."
    }


def _extension_allowed(step: StepCase) -> Mapping[str, str]:
    before = lawful_due(RecordKind.CASE, step.held.values, step.held.opening.happened_on, step.law)
    after = lawful_due(RecordKind.CASE, step.after, step.held.opening.happened_on, step.law)
    if before is None or after is None or before.on is None or after.on is None:
        return {}
    if after.on <= before.on:
        return {
            "extended_to": f"Thời hạn của vụ việc đã ở mức dài nhất mà pháp luật cho phép ({write_date(before.on)}); "
            "không gia hạn thêm được. Vụ tố cáo đặc biệt phức tạp thì chọn lại tính chất."
        }
    extended_to = step.given.get("extended_to")
    if isinstance(extended_to, date) and extended_to <= step.day:
        return {"extended_to": "Ngày gia hạn đến phải sau ngày quyết định gia hạn; hãy kiểm tra lại."}
    return {}


def _absence(step: StepCase) -> Mapping[str, str]:
    if step.given.get("complainant_absent") is not True or step.day >= ABSENCE_FROM:
        return {}
    return {
        "complainant_absent": "Đối thoại trước ngày 01/7/2026: pháp luật khi đó chưa quy định việc giải quyết "
        "tiếp khi người khiếu nại vắng mặt; hãy nêu rõ trong biên bản."
    }


def _no_identity_in_journal(step: StepCase) -> Mapping[str, str]:
    turned = step.given.get("type") == DENUNCIATION != step.held.values.get("type")
    if turned and names_person(step.held.kind, step.held.history):
        return {"type": f"{IDENTITY_ON_RECORD[:1].upper()}{IDENTITY_ON_RECORD[1:]}."}
    return {}


def _untouched_when_apart(step: StepCase) -> Mapping[str, str]:
    """Nothing is written beside the sender's name while a denunciation is split from his letter (or the reverse)."""
    if not apart(step.held.values, step.given) or step.given.get("content") is None:
        return {}
    return {
        "content": "Tách riêng nội dung tố cáo thì không sửa nội dung đơn này trong cùng bước, vì lịch sử của đơn sẽ "
        "cho biết ai tố cáo; hãy để trống ô này, khi cần thì đính chính đơn sau."
    }


def _after_transfer(step: StepCase) -> Mapping[str, str]:
    """An answer comes after what it answers."""
    sent, answered = step.held.values.get("investigated_on"), step.given.get("investigation_answered_on")
    if not isinstance(sent, date) or not isinstance(answered, date) or answered >= sent:
        return {}
    return {
        "investigation_answered_on": f"Ngày trả lời trước ngày chuyển cơ quan điều tra ({write_date(sent)}); "
        "hãy kiểm tra lại."
    }


def _representatives(step: StepCase) -> Mapping[str, str]:
    people, speaking = step.after.get("signers"), step.after.get("representatives")
    found = representatives_warning(
        people if isinstance(people, int) else None, speaking if isinstance(speaking, int) else None
    )
    return {"representatives": found} if found else {}


def _past_due(step: StepCase) -> Mapping[str, str]:
    """A second instance comes after a decision, or after the term has passed without one."""
    if step.held.values.get("finished_on") is not None:
        return {}
    due = lawful_due(RecordKind.CASE, step.held.values, step.held.opening.happened_on, step.law)
    if due is not None and due.on is not None and step.day > due.on:
        return {}
    until = "" if due is None or due.on is None else f" (hạn {write_date(due.on)})"
    return {HAPPENED_ON: f"Vụ việc chưa có quyết định, kết luận và chưa hết thời hạn giải quyết{until}."}


def _second_in_time(step: StepCase) -> Mapping[str, str]:
    ended = step.held.values.get("finished_on")
    if not isinstance(ended, date):
        return {}
    remote = step.held.values.get("remote") is True
    due = step.law.due("complaint.second.remote.file" if remote else "complaint.second.file", ended)
    if due.on is None or step.day <= due.on:
        return {}
    return {HAPPENED_ON: f"Khiếu nại lần hai gửi sau thời hạn; hãy xem xét lý do. {due.explanation}"}


def _done_within_due(step: StepCase) -> Mapping[str, str]:
    found = {}
    for name, value in step.given.items():
        due = step.after.get(name.replace("_done", "_due")) if "_done" in name else None
        if isinstance(value, int) and isinstance(due, int) and value > due:
            found[name] = f"Lớn hơn số phải thực hiện đã ghi ({due}); hãy kiểm tra lại."
    return found


def _withdrawn_before(step: StepCase) -> Mapping[str, str]:
    """The letter by which a case is withdrawn comes while it is open, and before the case ends by it."""
    told, begun = step.given.get(WITHDRAWAL_ON), step.held.opening.happened_on
    if not isinstance(told, date) or begun <= told <= step.day:
        return {}
    return {
        WITHDRAWAL_ON: f"Ngày nhận đơn xin rút phải từ ngày thụ lý ({write_date(begun)}) đến ngày kết thúc vụ việc "
        f"({write_date(step.day)})."
    }


_K = RecordKind

REFUSALS: Mapping[tuple[RecordKind, str], tuple[Rule, ...]] = MappingProxyType(
    {
        (_K.LETTER, "classify"): (_no_identity_in_journal,),
        (_K.LETTER, "split"): (_untouched_when_apart,),
        (_K.CASE, "extend"): (_extension_allowed,),
        (_K.CASE, "withdraw"): (_withdrawn_before,),
        (_K.CASE, "suspend"): (_suspension_known,),
        (_K.CASE, "investigation_answer"): (_after_transfer,),
        (_K.CASE, "second_complaint"): (_past_due,),
        (_K.CASE, "continue_denunciation"): (_past_due,),
    }
)
"""What a step is refused for, by name of field."""

CAUTIONS: Mapping[tuple[RecordKind, str], tuple[Rule, ...]] = MappingProxyType(
    {
        (_K.LETTER, "classify"): (_representatives,),
        (_K.CASE, "suspend"): (_suspension_counts,),
        (_K.CASE, "dialogue"): (_absence,),
        (_K.CASE, "second_complaint"): (_second_in_time,),
        (_K.CASE, "progress"): (_done_within_due,),
        (_K.CASE, "executed"): (_done_within_due,),
    }
)
"""What should be looked at although the step is taken, by name of field."""


def refused(kind: RecordKind, event: str, step: StepCase) -> dict[str, str]:
    """Why the step cannot be, as Vietnamese sentences by name of field; {} where nothing stands against it."""
    return _said(REFUSALS, kind, event, step)


def cautioned(kind: RecordKind, event: str, step: StepCase) -> dict[str, str]:
    """What should be looked at, as Vietnamese sentences by name of field."""
    return _said(CAUTIONS, kind, event, step)


def _said(
    table: Mapping[tuple[RecordKind, str], tuple[Rule, ...]], kind: RecordKind, event: str, step: StepCase
) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in table.get((kind, event), ()):
        found.update(rule(step))
    return found
