"""Attached files (tệp đính kèm): what role a document has in its record, and what a denunciation may carry.

A denouncer's letter shows his hand: of a denunciation only copies are kept on which everything that tells who
denounced is covered, without a name of a file and without metadata (Luật Tố cáo, Đ.56 [K-high]; law-and-forms 9).
"""

from __future__ import annotations

from casework.domain.vocabulary import Term


class DocumentRole(Term):
    """Loại tài liệu đính kèm."""

    LETTER = "letter", "Đơn"
    EVIDENCE = "evidence", "Tài liệu, chứng cứ"
    DECISION = "decision", "Quyết định, văn bản bị khiếu nại"
    AUTHORISATION = "authorisation", "Giấy ủy quyền, cử người đại diện"
    MINUTES = "minutes", "Biên bản"
    SIGNED_PAPER = "signed_paper", "Văn bản đã ký, đóng dấu"
    ANSWER = "answer", "Văn bản trả lời"
    PROOF = "proof", "Minh chứng kết quả"
    OTHER = "other", "Tài liệu khác"


NOTE_LIMIT = 500
COVERED = "Tôi xác nhận đây là bản đã che họ tên, địa chỉ, chữ viết và mọi thông tin có thể lộ người tố cáo"
"""What an officer confirms before a file is attached to a denunciation."""
EXIF_NOTE = "Thông tin ẩn của ảnh (nơi chụp, máy chụp) được bỏ trước khi lưu; tên tệp không được giữ."
