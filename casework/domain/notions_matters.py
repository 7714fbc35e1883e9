"""What is wrong or asked for in petitions and complaints, notion by notion; and the words that tell neither.

A line is one notion: its name (what a reason prints), then the other ways to say it, of offices and of people. A name
that begins with `-` weighs little (it stands in many matters), one with `+` much. Compiled by hand from the language of
petitions; a fixed table, so that no weight tells of records that a reader may not see. Read by `domain.notions`.
"""

from __future__ import annotations

MATTERS = """
+ngập: ngập úng; úng ngập; bị ngập; ngập lụt; ngập cục bộ; ngập sâu; chống ngập; tràn vào nhà; mưa là ngập; úng;
 bị úng; tràn vào; nước tràn; lụt
-mưa lớn: mưa to; trận mưa; cứ mưa; mưa là; khi mưa; trời mưa; mưa xuống; mùa mưa; mưa bão; mùa mưa bão; mùa bão;
 mùa lũ
ô nhiễm: gây ô nhiễm; ô nhiễm môi trường; nhiễm bẩn; bị ô nhiễm; cá chết; bảo vệ môi trường; chết hàng loạt
mùi hôi: bốc mùi; hôi thối; mùi hôi thối; mùi khó chịu; bốc mùi hôi thối; mùi hôi; hôi hám
+nước bẩn: nước đục; có mùi lạ; mùi lạ; nước có mùi; đục; chất lượng nước; nước vàng; nước bị đục
+đọng nước: nước đọng; ứ đọng; thấm nước; đọng
+nước thải: xả thải; xả nước thải; đổ nước thải; xả ra; chất thải; thải ra; chưa qua xử lý; không qua xử lý; xả trộm
thu gom: gom hết; gom nước thải; gom rác; thu gom rác; gom
+bổ cập nước: bổ sung nước; cấp nước cho sông; thêm nước cho sông; dẫn nước vào; bổ cập
+nạo vét: khơi thông; vét bùn; bồi lắng; lấp đầy; bùn lấp đầy; bùn đất lấp; tắc cống; cống bị tắc; bị tắc
+cống hóa: lấp mương; ngầm hóa mương; che kín mương; làm cống hộp; cống hộp; đậy kín
cứng hóa: kiên cố hóa; bê tông hóa; kiên cố
+sạt lở: sụt lún; lở đất; bị lở; đất lở; xói lở; sụt lở; lở sát; sạt lún
+thẩm lậu: rò rỉ; cỏ dại; thấm qua đê; gia cố; mối; thẩm thấu
+nứt nhà: bị nứt; nứt; lún nứt; nứt nẻ; nứt tường; giám định; rạn nứt
+xuống cấp: hư hỏng; hư hại; hỏng; hỏng nặng; hư hỏng nặng; bị hỏng; cũ nát; đã cũ; dột nát; mục nát; cũ
+thấm dột: bong tróc; dột; trần bong; thấm; phòng học dột; trần bong tróc; bong trần
+mặt đường hỏng: ổ gà; ổ voi; lồi lõm; đường hỏng; gồ ghề; đường xấu; lầy lội; mặt đường lồi lõm
+hoàn trả: thảm lại; tái lập; tái lập mặt đường; hoàn trả mặt đường; hoàn nguyên; trả lại mặt bằng; chưa hoàn trả
-sửa chữa: sửa; cải tạo; tu sửa; duy tu; bảo dưỡng; nâng cấp; chỉnh trang; tu bổ; tôn tạo; nâng cấp cải tạo;
 khắc phục; làm lại; sửa sang; trùng tu
-xây mới: xây dựng; đầu tư xây dựng; xây thêm; đầu tư; xây dựng mới; làm mới; xây; đầu tư xây mới; đầu tư mới
-lắp đặt: lắp; lắp thêm; làm thêm; bổ sung; bố trí; trang bị; lắp đặt thêm; thêm; tăng cường; thay thế; thay; thay mới
+mở rộng: nới rộng; chật hẹp; hẹp; mở thêm; quá hẹp; chật chội; nhỏ hẹp; mở rộng đường
+kéo dài tuyến: nối dài; kéo dài; mở tuyến; tuyến mới
+quá tải: sĩ số; đông quá; quá đông; sỹ số; quá tải học sinh; học sinh một lớp; cháu một lớp; nhiều học sinh một lớp
+điện yếu: điện áp yếu; nâng công suất; điện yếu giờ cao điểm; điện chập chờn; mất điện; thiếu điện; công suất;
 điện áp; sụt áp; cắt điện
+mất nước: nước yếu; áp lực nước yếu; áp lực nước; thiếu nước; không có nước; nước chảy yếu; chảy yếu; cắt nước
+vỡ ống: vỡ đường ống; bị vỡ; vỡ; vỡ nát; nứt vỡ
+thiếu: chưa có; không có; không đủ; còn thiếu; chưa được đầu tư; thiếu thốn
-ồn: gây ồn; ồn ào; tiếng ồn; mất trật tự; làm ồn; đến khuya; đêm khuya; khuya
+ùn tắc: tắc đường; kẹt xe; ách tắc; tắc nghẽn; ùn ứ giao thông; cản trở giao thông; tắc do; gây tắc;
 tổ chức lại giao thông; hay tắc; thường xuyên tắc
+đỗ sai: dừng đỗ; đỗ xe trái phép; dừng đỗ trái phép; đỗ trái phép; đỗ sai quy định; đậu xe sai; đỗ xe sai quy định;
 đỗ xe bừa bãi; dừng đỗ sai
+tai nạn: tai nạn giao thông; va chạm; vụ tai nạn; xảy ra tai nạn
nguy hiểm: mất an toàn; gây nguy hiểm; không an toàn; nguy cơ; tiềm ẩn nguy cơ; nguy cơ sập; rủi ro; bảo đảm an toàn;
 đe dọa
-ban đêm: buổi tối; ban tối; trời tối; về đêm; buổi đêm; tối
-đi lại: lưu thông; di chuyển qua; đi đường; người đi đường; đi qua; qua lại
+cấm xe: hạn chế xe; cấm tải; cấm xe tải; giờ cấm; phân luồng; kiểm soát tải trọng; tải trọng; quá khổ
+lấn chiếm: chiếm dụng; bị lấn chiếm; chiếm; bán hàng rong; họp chợ; bán hàng; lấn; lấn ra
+xây dựng sai phép: xây sai phép; trái phép; không phép; vượt tầng; vượt số tầng; sai phép; xây trái phép; số tầng;
 xây dựng trái phép; quá số tầng; xây vượt; cơi nới; vi phạm trật tự xây dựng
+cưỡng chế: tháo dỡ; phá dỡ; giải tỏa; cưỡng chế phá dỡ; lập biên bản
+di dời: di chuyển; chuyển đi nơi khác; chuyển đi; rời đi; di dời các hộ; chuyển chỗ; dời; đưa ra khỏi;
 chuyển ra ngoài
-đặt sát: nằm sát; đặt gần; gần; sát; cạnh; ngay cạnh; sát nhà; sát cổng; sát vách
-chậm: chậm tiến độ; trễ; chậm trễ; dừng thi công; tạm dừng; ngừng thi công; dở dang; bỏ dở; đình trệ; chậm muộn;
 chưa xong; đang tạm dừng; chưa hoàn thành
-bàn giao: giao lại; bàn giao nhà; chưa bàn giao; không bàn giao; chịu bàn giao; trao trả
+cấp giấy: cấp sổ đỏ; cấp sổ hồng; cấp giấy chứng nhận; làm sổ; được cấp; cấp đổi; làm thủ tục cấp
+sai diện tích: ghi sai; đính chính; sai lệch; ghi sai diện tích; không khớp; ghi nhầm; sai so với; sửa lại cho đúng
chuyển mục đích: chuyển đổi mục đích; lên thổ cư; chuyển sang đất ở; chuyển mục đích sử dụng; thành đất ở
hợp thức hóa: hợp pháp hóa; công nhận quyền
+điều chỉnh giá: giá quá thấp; giá quá cao; giá thấp; tăng quá cao; tăng giá; đơn giá; giá cao; giá mới; giá hợp lý
+giá nước: tiền nước; nước bậc thang; bậc thang; giá điện
+điều chỉnh quy hoạch: xóa quy hoạch; quy hoạch treo; treo hàng chục năm; hướng tuyến; giữ nguyên quy hoạch; xóa treo
công khai: minh bạch; công bố; niêm yết; cho biết; công khai thông tin
thu hồi dự án: thu hồi; lãng phí; bỏ hoang hóa
-hỗ trợ: mức hỗ trợ; kinh phí hỗ trợ; nâng mức hỗ trợ; chính sách hỗ trợ; hỗ trợ kinh phí; giúp đỡ
+nâng mức: tăng mức; nâng mức trợ cấp; tăng trợ cấp; tăng phụ cấp; nâng trợ cấp
+hạ độ tuổi: giảm độ tuổi; hạ tuổi; giảm tuổi
+miễn phí: miễn giảm; miễn vé; giảm giá vé; miễn tiền; miễn; không thu tiền
vay vốn: tín dụng; tín dụng ưu đãi; hỗ trợ tài chính; vốn vay; lãi suất
thiệt hại: bị thiệt hại; mất trắng; thiệt hại do
bố trí vốn: cấp kinh phí; bố trí kinh phí; vốn trung hạn; ghi vốn; cấp vốn; kinh phí
-rút ngắn: giảm thời gian; rút ngắn thời gian; chờ lâu; phải chờ; chờ đợi
+tuyển dụng: tuyển thêm; bổ sung biên chế; tuyển; đủ biên chế; đủ công chức; thiếu biên chế; bố trí đủ
+thái độ: bỏ chuyến; thái độ phục vụ; chấn chỉnh; trễ giờ; trễ chuyến; phục vụ kém
+khóa cửa: đóng cửa; không mở; mở lại; bị khóa; thường khóa
+thu quá giá: thu phí quá cao; quá giá quy định; chặt chém; thu quá; giá quy định
+đổ trộm: đổ bừa bãi; vứt rác; xả rác; đổ trộm phế thải; vứt bừa bãi
+không thu gom: thu gom đúng giờ; ùn ứ; tồn đọng rác; rác tồn đọng; không được thu gom; chưa được thu gom
+chặt hạ: mục gốc; nghiêng; cắt tỉa; chặt bỏ; mục rễ; đốn hạ; mục; gãy đổ
+hạ ngầm: bó gọn; ngầm hóa; chùng xuống; sà xuống; lòng thòng; đi ngầm; chỉnh trang dây; treo lơ lửng; võng xuống
tuần tra: tăng cường tuần tra; công an tuần tra; trực chốt
+đình chỉ: ngừng hoạt động; dừng hoạt động; xử phạt; xử phạt nghiêm; phạt nặng; chế tài; đóng cửa cơ sở
-thanh tra: thanh tra toàn bộ; kiểm tra xử lý; kiểm tra; làm rõ; kiểm tra toàn diện; rà soát; giám sát
-trách nhiệm: nhà thầu; làm rõ trách nhiệm; chất lượng kém; chất lượng thi công; kém chất lượng
+làm rõ lý do: so với quy hoạch cũ; giải thích lý do; lý do
thành lập: lập mới; tách tổ; thành lập mới; chia tách
đổi tên: trùng tên; đặt lại tên; tên thôn
phân cấp: giao quyền; ủy quyền
+sửa luật: sửa đổi luật; giảm số năm đóng; quốc hội; số năm đóng; luật
+lấy ý kiến: không lấy ý kiến; hỏi ý kiến; đồng thuận
+nợ: chậm đóng; nợ đóng; nợ bảo hiểm; chậm đóng bhxh; trốn đóng; chưa đóng; nợ lương
xác nhận giấy tờ: thất lạc giấy tờ; mất giấy tờ; công nhận người; thiếu giấy tờ
chưa chi trả: chi trả; chưa được nhận; chậm chi trả; chưa được chi trả; chi trả chế độ
+lỗi: hay lỗi; bị lỗi; trục trặc; lỗi hệ thống; thường xuyên lỗi; báo lỗi; không nộp được
cắt giảm: cắt giảm thủ tục; giảm giấy tờ; nộp lại
liên thông: tra cứu; hoàn thiện cơ sở; số hóa
chất lượng trả lời: trả lời chung chung; báo đã xử lý; chưa giải quyết; trả lời qua loa
khám sức khỏe: khám định kỳ; khám bệnh định kỳ; khám miễn phí
giường bệnh: thiếu giường; nằm ghép
-chuyển tuyến: lên tuyến trên; tuyến trên; vượt tuyến
+mua ngoài: phải mua ngoài; thường xuyên hết
trẻ em: thiếu nhi; trẻ nhỏ; các cháu nhỏ
mua nhà: được mua; tăng nguồn cung; nguồn cung; bán nhà
học xa: xa trường; đi học xa
trường tư: tư thục; học phí cao; trường tư thục; ngoài công lập
nhà vệ sinh: vệ sinh trường học; khu vệ sinh
trang thiết bị: bàn ghế; âm thanh; thiết bị; cơ sở vật chất
+tăng nhanh: ngày càng đông; tăng cao; ngày một tăng; ngày càng nhiều; gia tăng; tăng
+phố đi bộ: tuyến phố đi bộ; không gian đi bộ
sản xuất: mặt bằng sản xuất; thiếu mặt bằng; chủ động tưới tiêu
nhiễm asen: asen; nhiễm thạch tín; nhiễm kim loại
+đón trả: đón con; tan học; đón trả trẻ; tan trường; giờ tan trường
+trái quy định: sai quy định; sai kích thước; không đúng quy định; sai
hoàn thành: hoàn thiện; sớm hoàn thành; xong; khởi công; sớm khởi công; thông xe; tiếp tục triển khai; tiếp tục dự án
"""

PLAIN = """
đề nghị; kiến nghị; cử tri; phản ánh; thành phố; tp; người dân; nhân dân; cư dân; hộ dân; các hộ; bà con; các hộ dân;
hộ; chính quyền; cơ quan chức năng; cơ quan; cấp có thẩm quyền; thường xuyên; liên tục; nhiều năm; nhiều năm nay;
nhiều lần; trên địa bàn; địa bàn; khu vực; tình trạng; hiện nay; hiện tại; giải pháp; có giải pháp; biện pháp;
quan tâm; chỉ đạo; sớm; kịp thời; khẩn trương; khẩn cấp; giải quyết; xử lý; xử lý nghiêm; dứt điểm; nghiêm trọng;
đẩy nhanh; tiến độ; thực hiện; triển khai; tiếp tục; đảm bảo; bảo đảm; phục vụ; nhu cầu; đời sống; cuộc sống;
sinh hoạt; khó khăn; gây khó khăn; ảnh hưởng; vùng ảnh hưởng; phường; xã; huyện; quận; thị xã; thị trấn; thôn; xóm;
khu; hơn; trên; dưới; trong; ngoài; của; và; các; những; một số; nhiều; hàng; được; bị; cho; để; tại; ở; từ; đến;
tới; về; do; vì; nên; mà; là; có; không; chưa; đã; đang; sẽ; vẫn; cũng; với; theo; này; đó; ấy; nơi; khác; người;
dân; việc; làm; cần; phải; mong; xin; sau; trước; khi; qua; ra; vào; lên; xuống; lại; rồi; còn; hay; hoặc; như; rất;
quá; cả; mỗi; mọi; từng; đơn vị; nghiêm; cụ thể; sớm có; có thể; bộ phận; thời gian; tháng; năm; ngày; giờ;
giờ cao điểm; dù; đủ; đều; thì; nhất; nhất là; đoạn; phía; toàn bộ; toàn; hệ thống; hợp lý; hiệu quả; thuận tiện;
thuận lợi; ngày càng; hơn mười năm; hàng chục năm; gần; số; con; cứ; nay; lâu; từ lâu; thuộc; diện; chung; riêng;
mới; nữa; luôn; ngay; chỉ; tuy nhiên; nhưng; đồng thời; cam kết; chế độ; chính sách; cán bộ; môi trường; thị trường;
hiện trường; trưởng thôn; tổ trưởng; nhà trường; xảy ra; yêu cầu; song song; khiếu nại; tố cáo; đơn thư; quyết định;
hành vi; công dân; ông; bà; ủy ban nhân dân; ubnd; liên quan; trả lời; nhận được; thông báo; văn bản;
"""
"""Words and phrases that say nothing about a matter."""

ALONE = """
asen; attp; bhxh; bhyt; bqt; bụi; buýt; camera; chậm; dioxin; gcn; gcnqsdđ; giếng; gom; gpmb; hẻm; hẹp; htx; ihanoi;
karaoke; kcn; kdtm; kđt; khói; khuya; luật; lụt; metro; mương; ngách; ngập; nghiêng; ngõ; noxh; nứt; ocop; ôtô;
pano; pccc; phố; đường; rác; ruộng; sai; sông; sửa; tdp; thcs; thiếu; thịt; thpt; tòa; trộm; trường; xây; yagi
"""
"""Single syllables of the tables that keep one meaning without accents; no other one counts by itself."""
